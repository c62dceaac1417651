// Integer arithmetic of every width, wrapping and checked at the edges.
fn mix(a: u64, b: u64) -> u64 {
    a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (b << 7) ^ (b >> 3)
}

fn main() {
    let mut h: u64 = 1;
    for i in 0..1000u64 {
        h = mix(h, i);
    }
    println!("{} {:x} {:#b}", h, h, h & 0xff);
    let a: i8 = -128;
    let b: i16 = 32767;
    let c: i32 = -7;
    let d: i64 = 1 << 40;
    let e: i128 = 170141183460469231731687303715884105727;
    let f: u128 = 340282366920938463463374607431768211455;
    println!("{} {} {} {} {} {}", a, b, c, d, e, f);
    println!("{} {} {} {}", c / 2, c % 2, c >> 1, (c as u32) >> 28);
    println!("{} {}", a.wrapping_sub(1), b.wrapping_add(1));
    println!("{} {}", a.wrapping_neg(), a.wrapping_abs());
    println!("{:?} {:?}", 250u8.overflowing_add(10), (-100i8).overflowing_sub(100));
    println!("{} {} {}", 250u8.saturating_add(10), (-100i8).saturating_sub(100), i32::MAX.saturating_mul(-2));
    println!("{} {}", e / 12345678901234567890, f % 98765432109876543210);
    println!("{} {} {}", 7i32.rem_euclid(-3), (-7i32).rem_euclid(3), (-7i32).div_euclid(3));
    println!("{} {} {}", 2i32.pow(10), 3u64.pow(20), (-2i64).pow(5));
    println!("{} {} {}", 0xF0u8.count_ones(), 1u32.leading_zeros(), 40u64.trailing_zeros());
    println!("{:x} {:x}", 0x12345678u32.rotate_left(8), 0x12345678u32.swap_bytes());
    println!("{} {} {}", 10i32.abs_diff(-5), (-5i32).signum(), 17u32.next_power_of_two());
    println!("{} {} {}", 100u32.isqrt(), 1000u64.ilog2(), 64u8.is_power_of_two());
    println!("{} {} {}", 3i32.min(8), 3i32.max(8), 15i32.clamp(0, 10));
    println!("{} {} {}", u8::MAX, i64::MIN, usize::MAX);
    println!("{}", !0u16 ^ 0x00ff | 3 & 2);
}
