mod m {
    fn hidden() -> i32 { 1 }
    pub struct P { x: i32 }
    struct Q;
    const C: i32 = 4;
    mod inner { pub fn f() {} }
    pub fn make() -> P { P { x: 1 } }
}
use m::C;
fn main() {
    println!("{}", m::hidden());
    let q: m::Q;
    m::inner::f();
    let p = m::make();
}
