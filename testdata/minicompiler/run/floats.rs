fn main() {
    println!("{} {} {}", 1.0, 0.1 + 0.2, 1e21);
    println!("{} {} {}", 1.5f32, 0.1f32, 16777216f32);
    println!("{:?} {:?} {:?}", 1.0, 1e16, 1e-7);
    println!("{} {}", 1e15, 1e-7);
    println!("{:.3} {:.0} {:8.2}|{:<8.2}|{:^8.2}|{:+}", 3.14159, 2.5, 1.005, 1.5, 1.25, 2.0);
    println!("{:08.3} {:e} {:E}", -3.14159, 1234.5, 0.00012);
    println!("{} {} {}", f64::INFINITY, -f64::INFINITY, f64::NAN);
    println!("{} {}", f64::MAX, f64::MIN_POSITIVE);
    println!("{} {}", f32::MAX, f32::EPSILON);
    println!("{} {} {}", 2.5f64.round(), -2.5f64.round(), 2.7f64.floor());
    println!("{} {} {}", 2.2f64.ceil(), -2.7f64.trunc(), 2.75f64.fract());
    println!("{:.6} {:.6} {:.6}", 1.0f64.sin(), 1.0f64.cos(), 1.0f64.exp());
    println!("{:.6} {:.6}", 10.0f64.ln(), 2.0f64.powf(0.5));
    println!("{} {}", 2.0f64.powi(10), 2.0f64.sqrt());
    println!("{} {}", (-1.0f64).abs(), 3.0f64.max(4.0).min(3.5));
    println!("{} {}", -0.0, 0.0 == -0.0);
    println!("{} {} {}", f64::NAN == f64::NAN, f64::NAN < 1.0, f64::NAN.is_nan());
    println!("{} {}", 1.0 / 3.0, 1.0f32 / 3.0);
    println!("{} {}", 7.5 % 2.0, -7.5 % 2.0);
    println!("{:x} {}", 1.5f64.to_bits(), f32::from_bits(0x40490fdb));
    println!("{:.10}", std::f64::consts::PI);
    println!("{:10}|{:<10}|{:>10}|{:^10}|", 1.5, 1.5, 1.5, 1.5);
    println!("{:?} {:?} {:?}", 0.1f32 as f64, 1e300 * 10.0, 123456789.125f32);
    let mut x = 1.0;
    let mut n = 0;
    while x > 1e-3 {
        x /= 2.0;
        n += 1;
    }
    println!("{} {}", x, n);
    println!("{:?}", [1.0, 2.5, -0.0]);
}
