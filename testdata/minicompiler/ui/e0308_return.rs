fn f() -> i64 {
    let a: i32 = 3;
    a
}
fn g(x: i32) -> i32 {
    if x > 0 { 1 } else { 2.5 }
}
fn h(x: i32) -> i32 {
    x;
}
fn main() {
    println!("{} {} {}", f(), g(1), h(2));
}
