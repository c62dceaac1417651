fn f(x: &mut i32) { *x += 1; }
fn g(x: &i32) { f(&mut *x); }
struct P { v: i32 }
impl P { fn inc(&mut self) { self.v += 1; } }
fn main() {
    let x = 1;
    f(&mut x);
    g(&x);
    let p = P { v: 1 };
    p.inc();
    println!("{} {}", x, p.v);
}
