mod m {
    pub struct P { x: i32, pub y: i32 }
}
fn main() {
    let p = m::P { x: 1, y: 2 };
    println!("{}", p.y);
}
