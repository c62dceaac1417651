static mut COUNT: i32 = 0;
unsafe fn danger() -> i32 { 1 }
extern "C" { fn abs(x: i32) -> i32; }
fn main() {
    COUNT = 1;
    println!("{}", danger());
    println!("{}", abs(-1));
    let p = &5 as *const i32;
    println!("{}", *p);
}
