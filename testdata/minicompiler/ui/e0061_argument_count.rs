fn f(a: i32, b: i32) -> i32 { a + b }
struct P(i32, i32);
impl P { fn get(&self, i: i32) -> i32 { self.0 + i } }
fn main() {
    println!("{}", f(1));
    println!("{}", f(1, 2, 3));
    let p = P(1);
    println!("{}", p.get());
}
