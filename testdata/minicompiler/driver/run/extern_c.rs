extern "C" {
    fn abs(n: i32) -> i32;
    fn strlen(s: *const u8) -> usize;
    fn labs(n: i64) -> i64;
}

#[no_mangle]
pub extern "C" fn exported(a: i32, b: f64) -> f64 {
    a as f64 * b
}

fn main() {
    unsafe {
        println!("{} {}", abs(-5), labs(-123456789012));
        println!("{}", strlen("four\0".as_ptr()));
    }
    println!("{}", exported(3, 0.5));
}
