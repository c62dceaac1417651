fn main() {
    let a = 5;
    println!("{}", a(1));
}
