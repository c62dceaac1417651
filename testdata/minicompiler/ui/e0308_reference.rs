fn f(x: &mut i32) { *x += 1; }
fn g(x: &i32) -> i32 { *x }
fn main() {
    let mut a = 1;
    f(&a);
    f(a);
    println!("{}", g(a));
}
