mod m { pub const X: i32 = 1; pub fn f() -> i32 { X } pub mod n { pub fn f() -> i32 { super::f() + 10 } pub use super::f as g; } }
use m::f; use m::n::{self, f as nf, g}; use self::m as mm;
fn x() -> i32 { 5 }
struct x2; 
fn main() {
    let x = x(); let x = x + 1; { let x = "s"; println!("{}", x); } println!("{}", x);
    let f = f() + nf() + n::f() + g() + mm::f(); println!("{}", f);
    let y = 1; let y = { let y = y + 1; y * 2 }; println!("{}", y);
    for y in 0..2 { let y = y * 10; print!("{} ", y); } println!("{}", y);
    fn y2() -> i32 { fn y2() -> i32 { 3 } y2() + 1 } println!("{}", y2());
    let i32 = 5; println!("{}", i32); let u8: u8 = 3; println!("{}", u8 as i32 + i32);
    let main = 3; println!("{main}"); let r#fn = 2; println!("{}", r#fn);
    struct L { ty: i32 } let l = L { ty: 1 }; println!("{}", l.ty);
    let println = 2; println!("{}", println); let a = 1; let b = a; let a = 2; println!("{a} {b}");
    match 3 { n if n > 2 => { let n = n * 2; println!("{}", n) } n => println!("{}", n) }
    let x2 = x2; let (a, b, (c, _)) = (1, 2.5, ('c', "d")); println!("{a} {b} {c}");
}
