mod m { pub fn f() -> i32 { 1 } }
use m::missing;
use nowhere::thing;
use m::inner::x;
fn main() {
    println!("{}", m::f());
}
