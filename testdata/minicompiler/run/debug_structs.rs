#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)] struct P { x: f64, y: (i32, char) } #[derive(Debug)] struct Q<'a> { s: &'a str, t: [P; 2], u: (), v: &'a [u8] }
fn main() { let p = P { x: 1.0, y: (-1, '\'') }; println!("{:?} {:5?} {:.1?} {:+?}", p, p, p, p); println!("{:?}", Q { s: "a\"b\n", t: [p, P { x: f64::NAN, ..p }], u: (), v: &[1, 2] }); println!("{:>10?}|{:<4?}|{:04?}", Some1(1), (1, 2), [1, -2]); println!("{} {} {}", p == p, p < P { x: 2.0, ..p }, p <= P { x: f64::NAN, ..p }); }
#[derive(Debug)] struct Some1(i32);
