struct P { x: i32 }
impl P { fn get(&self) -> i32 { self.x } }
fn main() {
    let p = P { x: 1 };
    println!("{}", p.got());
    println!("{}", P::make(1).get());
    println!("{}", 1i32.frobnicate());
}
