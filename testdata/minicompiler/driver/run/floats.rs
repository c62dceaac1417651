fn main() {
    let values = [0.0f64, -0.0, 1.0, 0.1, 1e21, 1e-7, 123456789.125, 3.14159, -2.5, 1e300, 5e-324, 0.3];
    for v in values {
        println!("{} {:?} {:.3} {:e} {:+.1} {:10.2}|", v, v, v, v, v, v);
    }
    let x = 0.1f32 + 0.2f32;
    println!("{} {:?} {}", x, x, x as f64);
    println!("{} {} {}", f64::MAX, f64::MIN_POSITIVE, f64::EPSILON);
    println!("{} {} {}", 1.0f64 / 0.0, -1.0f64 / 0.0, (0.0f64 / 0.0).is_nan());
    println!("{} {} {} {}", 2.5f64.floor(), 2.5f64.ceil(), 2.5f64.round(), (-2.5f64).trunc());
    println!("{} {:.6} {:.6} {:.6}", 2.0f64.sqrt(), 1.0f64.sin(), 1.0f64.cos(), 1.0f64.exp());
    println!("{} {}", 2.0f64.powi(10), 2.0f64.powf(0.5));
    println!("{} {} {}", 300.7f64 as u8, -5.9f64 as i32, f64::NAN as i32);
    println!("{} {}", (1u64 << 60) as f64, i64::MIN as f32);
    println!("{} {}", 1.5f64.min(2.5), 1.5f64.max(f64::NAN));
    println!("{:?} {:?}", 1.0f64.to_bits(), f64::from_bits(0x4009_21FB_5444_2D18));
    println!("{} {}", 7.5f64 % 2.0, -7.5f64 % 2.0);
    let mut sum = 0.0;
    let mut i = 1;
    while i <= 100 {
        sum += 1.0 / (i * i) as f64;
        i += 1;
    }
    println!("{sum} {sum:.10}");
}
