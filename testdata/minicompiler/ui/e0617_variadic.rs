extern "C" { fn printf(f: *const u8, ...) -> i32; }
fn main() { unsafe { printf(b"%f %d %d\n\0".as_ptr(), 1.5f32, 3u8, true); } }
