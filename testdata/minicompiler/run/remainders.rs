fn main() {
    for a in [-7i32, 7, -8, 8, 0, 1, -1] { for b in [-3i32, 3, 2, -2, 1, -1] {
        println!("{} {} {} {} {} {}", a / b, a % b, a.rem_euclid(b), a.div_euclid(b), a.wrapping_rem(b), a.wrapping_div(b));
    } }
    let x = i8::MIN; println!("{} {}", x.wrapping_div(-1), x.wrapping_neg());
    println!("{:?} {:?} {:?}", 200u8.overflowing_add(100), 5u8.overflowing_sub(6), i32::MIN.overflowing_mul(-1));
    println!("{} {}", 250u8.saturating_add(10), (-100i8).saturating_sub(100));
    println!("{} {} {}", 1u32 << 31, -1i32 >> 31, (-8i8) >> 1);
    println!("{} {}", 1i64 << 63u8, 0xffu8 << 4i64);
    println!("{} {} {}", !0u8, !0i32, !5i8);
    println!("{} {} {}", 0b1010_1010u8.count_ones(), 1u16.leading_zeros(), 8u64.trailing_zeros());
    println!("{} {}", 0x12345678u32.rotate_left(8), 0x12345678u32.swap_bytes());
    println!("{} {}", 2i32.pow(10), 3u64.pow(0));
    println!("{} {} {}", i128::MAX, i128::MIN, u128::MAX);
    println!("{:?}", i128::MAX / 3);
    println!("{:x} {:X} {:o} {:b} {:#x} {:#010b} {:#06x}", 255, 255, 8, 5, 255, 5, 255);
    println!("{:x} {:b}", -1i8, -2i16);
    println!("{:5}|{:<5}|{:^5}|{:>5}|{:05}|{:+}|{:+05}", 42, 42, 42, 42, 42, 42, 42);
    println!("{:05} {:05} {:#05x}", -42, -1i8, 10);
}
