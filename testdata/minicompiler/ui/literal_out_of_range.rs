fn main() {
    let a: u8 = 256;
    let b = 300i8;
    let c: i32 = 3_000_000_000;
    println!("{} {} {}", a, b, c);
}
