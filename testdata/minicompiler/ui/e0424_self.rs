struct P { x: i32 }
impl P {
    fn f() -> i32 { self.x }
}
fn main() { println!("{}", P::f()); }
