fn popcount(mut x: u64) -> u32 {
    let mut n = 0;
    while x != 0 {
        x &= x - 1;
        n += 1;
    }
    n
}

fn reverse(mut x: u8) -> u8 {
    x = (x & 0xF0) >> 4 | (x & 0x0F) << 4;
    x = (x & 0xCC) >> 2 | (x & 0x33) << 2;
    (x & 0xAA) >> 1 | (x & 0x55) << 1
}

fn gray(n: u32) -> u32 {
    n ^ n >> 1
}

fn main() {
    println!("{} {} {}", popcount(0xFFFF_0000_1234), 0xFFFF_0000_1234u64.count_ones(), popcount(0));
    println!("{:08b} {:08b}", reverse(0b0001_0110), 0b0001_0110u8.reverse_bits());
    for i in 0..4 {
        print!("{:03b} ", gray(i));
    }
    println!();
    println!("{} {} {}", 40u32.leading_zeros(), 40u32.trailing_zeros(), u64::MAX.leading_zeros());
    println!("{:x} {:x}", 0x12345678u32.rotate_left(8), 0x12345678u32.swap_bytes());
    println!("{} {} {}", 64u32.is_power_of_two(), 65u32.is_power_of_two(), 65u32.next_power_of_two());
    println!("{} {} {}", -8i32 >> 1, -8i32 as u32 >> 28, 1i64 << 40);
    println!("{} {}", !0u8, !5i32);
    let flags = 1u8 << 3 | 1 << 5;
    println!("{:#b} {:#x} {:#o}", flags, flags, flags);
    println!("{} {}", true ^ false, true & false | true);
    println!("{:x}", -1i16);
    println!("{:b}", i8::MIN);
}
