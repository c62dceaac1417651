fn main() {
    let a: i32 = 1;
    let b: i64 = 2;
    let c = a + b;
    let d = 1.0 * 2;
    let e = a == b;
    println!("{} {} {}", c, d, e);
}
