//! Shapes, in files of their own.
pub mod circle;
pub mod square;

pub fn describe(c: &circle::Circle) -> &'static str {
    if c.area() > 10.0 { "big" } else { "small" }
}
