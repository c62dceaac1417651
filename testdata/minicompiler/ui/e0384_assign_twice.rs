fn f(n: i32) -> i32 {
    n = 4;
    n
}
fn main() {
    let x = 1;
    println!("{}", x);
    x = 2;
    println!("{} {}", x, f(1));
    let y;
    y = 1;
    y = 2;
    println!("{}", y);
}
