fn f(a: i32, b: &str) -> i32 { a + b.len() as i32 }
struct P { x: f64 }
fn main() {
    let p = P { x: 1 };
    println!("{} {}", f("a", "b"), p.x);
    println!("{}", f(1u8, "b"));
}
