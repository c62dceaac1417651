mod shapes {
    pub struct Square { side: u32 }
    pub fn area(s: &Square) -> u32 { s.side * s.side }
}
fn twice(x: i32) -> i32 { x * 2 }
fn main() {
    let s = shapes::Square { side: 3 };
    let t: bool = twice(4);
    println!("{}", missing);
    println!("{}", twice(1, 2));
    println!("{} {}", shapes::area(&s), t);
}
