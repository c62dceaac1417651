fn f() -> i32 { 3 }
const fn g(x: i32) -> i32 { x * 2 }
const A: i32 = g(4);
const B: i32 = f();
static S: i32 = f() + 1;
fn main() { println!("{} {} {}", A, B, S); }
