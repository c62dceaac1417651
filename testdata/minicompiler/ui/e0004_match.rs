fn f(x: u8) -> i32 {
    match x {
        0..=100 => 1,
        102..=255 => 2,
    }
}
fn g(b: bool) -> i32 { match b { true => 1 } }
fn h(x: i32) -> i32 {
    match x {
        0 => 1,
        1 => 2,
    }
}
fn k(p: (bool, bool)) -> i32 {
    match p {
        (true, _) => 1,
        (false, true) => 2,
    }
}
fn main() { println!("{} {} {} {}", f(1), g(true), h(1), k((true, false))); }
