mod m { pub fn f() -> i32 { 1 } }
fn main() {
    println!("{}", nowhere::f());
    println!("{}", m::inner::f());
    println!("{}", Missing::new());
    println!("{}", m::g());
}
