struct P { x: i32 }
#[derive(Clone, Copy)]
struct Q { p: P }
fn main() {}
