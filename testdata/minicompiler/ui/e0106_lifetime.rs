struct R { r: &i32 }
fn f(a: &i32, b: &i32) -> &i32 { a }
fn g() -> &i32 { panic!() }
fn main() {}
