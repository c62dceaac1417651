fn main() {
    let a = 5 as bool;
    println!("{}", a);
}
