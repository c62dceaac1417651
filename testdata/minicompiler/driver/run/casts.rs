fn main() {
    println!("{} {} {}", -1i32 as u32, 300i32 as u8, 200u8 as i8);
    println!("{} {} {}", i64::MAX as i32, u64::MAX as i64, -5i8 as u128);
    println!("{} {} {}", true as i32, 'A' as u8, 97u8 as char);
    println!("{} {} {}", 3.99f64 as i32, -1.0f64 as u32, 1e20f64 as i64);
    println!("{} {} {}", i32::MAX as f32, u128::MAX as f32, 16777217i32 as f32);
    println!("{} {}", 0.1f32 as f64, 0.1f64 as f32);
    println!("{}", u64::from(7u8) + u64::from(true) + u64::from(9u32));
    println!("{}", f64::from(3i32) + f64::from(0.5f32));
    println!("{}", (-7i64) as usize as i64);
    println!("{}", 'é' as u32);
    let x: i16 = -300;
    println!("{} {} {}", x as u8, x as i8, x as i64);
}
