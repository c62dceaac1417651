fn main() {
    let a = 66u32 as char;
    let b = 65i32 as char;
    println!("{} {}", a, b);
}
