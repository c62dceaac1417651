const A: u32 = 3u32.wrapping_pow(5001); const B: i32 = (-1i32).pow(4097); const C: u64 = 1u64.pow(4294967295); const D: i8 = (-2i8).pow(7);
fn main() { println!("{} {} {} {}", A, B, C, D); println!("{} {}", 3u32.wrapping_pow(5001), (-2i8).pow(7)); println!("{}", 7u64.wrapping_pow(100)); }
