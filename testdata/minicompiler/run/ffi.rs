extern "C" {
    fn putchar(c: i32) -> i32;
    fn abs(x: i32) -> i32;
    fn labs(x: i64) -> i64;
    fn strlen(s: *const u8) -> usize;
    fn fflush(stream: *mut u8) -> i32;
    fn sqrt(x: f64) -> f64;
}

#[no_mangle]
pub extern "C" fn triple(x: i32) -> i32 {
    x * 3
}

fn apply(f: extern "C" fn(i32) -> i32, x: i32) -> i32 {
    f(x)
}

fn main() {
    let n = unsafe { abs(-42) + triple(2) };
    println!("{}", n);
    println!("{} {}", unsafe { labs(-5_000_000_000) }, apply(triple, 5));
    let text = b"four\0";
    println!("{} {}", unsafe { strlen(text.as_ptr()) }, unsafe { sqrt(2.25) });
    unsafe {
        for c in b"direct\n" {
            putchar(*c as i32);
        }
        fflush(std_out());
    }
}

fn std_out() -> *mut u8 {
    0 as *mut u8
}
