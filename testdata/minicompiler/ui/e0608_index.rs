fn main() {
    let a = 5u32;
    println!("{}", a[0]);
}
