struct P { x: i32 }
static S: i32 = 1;
fn f(p: &P) { p.x = 2; }
fn main() {
    let p = P { x: 1 };
    p.x = 3;
    f(&p);
    let a = [1, 2];
    a[0] = 5;
    S = 3;
    println!("{} {}", p.x, a[0]);
}
