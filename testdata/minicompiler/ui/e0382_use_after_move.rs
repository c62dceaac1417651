struct P { x: i32 }
fn take(p: P) -> i32 { p.x }
fn main() {
    let p = P { x: 1 };
    let a = take(p);
    println!("{} {}", a, p.x);
    let q = P { x: 2 };
    let r = q;
    let s = q;
    println!("{} {}", r.x, s.x);
}
