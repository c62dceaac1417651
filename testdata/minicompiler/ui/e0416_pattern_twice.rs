fn f(a: i32, a: i32) -> i32 { a }
fn main() {
    let (x, x) = (1, 2);
    println!("{} {}", x, f(1, 2));
}
