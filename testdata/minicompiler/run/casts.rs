fn f(x: f64) { println!("{} {} {} {} {} {} {} {} {} {}", x as i8, x as u8, x as i16, x as u16, x as i32, x as u32, x as i64, x as u64, x as i128, x as u128); }
fn g(x: f32) { println!("{} {} {} {} {}", x as i8, x as u8, x as i64, x as u128, x as usize); }
fn main() {
    for x in [0.0, -1.0, 255.9, 256.0, -129.0, 1e10, -1e10, 1e20, 1e40, -1e40, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.999, -0.999, 9223372036854775807.0] { f(x); }
    for x in [0.0f32, -1.5, 300.0, 1e20, f32::NAN, f32::INFINITY] { g(x); }
    println!("{} {} {}", -1i8 as u32, 200u8 as i8, 65u8 as char);
    println!("{} {} {}", 'é' as u8, 'é' as u32, '\u{10FFFF}' as i16);
    println!("{} {}", true as i32, false as u8);
    println!("{} {} {}", u64::MAX as f32, u128::MAX as f32, i128::MIN as f64);
    println!("{} {}", u64::MAX as f64, (1u64<<53) as f64 + 1.0);
    println!("{} {} {}", i64::MIN as i32, 0x1_0000_0001u64 as u32, -1i64 as u128);
    println!("{:?}", (1.0f64/0.0, -1.0f64/0.0, (0.0f64/0.0).is_nan()));
    println!("{}", 16777217i32 as f32);
    println!("{}", 340282356779733661637539395458142568448u128 as f32);
}
