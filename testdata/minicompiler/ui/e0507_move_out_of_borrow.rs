struct P { x: i32 }
fn f(p: &P) -> P { *p }
fn g(a: [P; 2]) -> P { a[0] }
fn main() {
    let p = P { x: 1 };
    println!("{}", f(&p).x);
    println!("{}", g([P { x: 1 }, P { x: 2 }]).x);
}
