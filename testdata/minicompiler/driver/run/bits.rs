fn popcount(mut n: u64) -> u32 {
    let mut c = 0;
    while n != 0 {
        n &= n - 1;
        c += 1;
    }
    c
}

fn gray(n: u32) -> u32 {
    n ^ (n >> 1)
}

fn reverse(n: u8) -> u8 {
    let mut r = 0;
    for i in 0..8 {
        if n & (1 << i) != 0 {
            r |= 0x80 >> i;
        }
    }
    r
}

fn main() {
    println!("{} {}", popcount(0xdead_beef), 0xdead_beefu64.count_ones());
    for i in 0..8 {
        print!("{:03b} ", gray(i));
    }
    println!();
    println!("{:08b} {} {}", reverse(0b0001_0110), reverse(200), 200u8.reverse_bits());
    let mut flags = 0u16;
    flags |= 1 << 3;
    flags ^= 0b11;
    flags <<= 2;
    flags >>= 1;
    flags &= !4;
    println!("{:#b} {}", flags, -16i32 >> 2);
    println!("{} {}", 1u128 << 100, (1i128 << 100) >> 98);
}
