mod m {
    pub struct P { x: i32, pub y: i32 }
    pub struct T(i32, pub i32);
    impl P {
        pub fn new() -> P { P { x: 1, y: 2 } }
        fn secret(&self) -> i32 { self.x }
    }
    pub fn t() -> T { T(1, 2) }
}
fn main() {
    let p = m::P::new();
    println!("{} {}", p.x, p.y);
    println!("{}", p.secret());
    let t = m::t();
    println!("{} {}", t.0, t.1);
}
