struct P { x: Missing }
fn f(a: Unknown) -> i32 { 1 }
fn main() {
    let x: Nope = 1;
    println!("{}", f(x));
}
