struct P { x: i32 }
fn take(p: P) -> i32 { p.x }
fn main() {
    let p = P { x: 1 };
    let mut n = 0;
    while n < 3 {
        n += take(p);
    }
    println!("{}", n);
}
