fn main() {
    let a: u32 = 5;
    let b = -a;
    println!("{}", b);
}
