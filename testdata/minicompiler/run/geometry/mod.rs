pub mod shapes;

pub fn describe(s: &shapes::Square) -> u32 {
    s.area() * 1000 + shapes::perimeter(s)
}
