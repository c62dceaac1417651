struct P { x: i32 }
impl P {
    fn f(&self) -> i32 { self.x }
    fn f(&self) -> i32 { 1 }
}
fn main() { println!("{}", P { x: 1 }.f()); }
