fn flag() -> bool { true }
fn main() {
    let x: i32;
    println!("{}", x);
    let y: i32;
    if flag() { y = 1; }
    println!("{}", y);
}
