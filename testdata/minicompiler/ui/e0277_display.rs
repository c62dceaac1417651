struct P { x: i32 }
fn main() {
    let p = P { x: 1 };
    println!("{}", p);
    println!("{:?}", p);
    let a = [1, 2];
    println!("{} {}", a, p.x);
}
