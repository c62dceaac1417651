fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn extended(a: i64, b: i64) -> (i64, i64, i64) {
    if b == 0 {
        return (a, 1, 0);
    }
    let (g, x, y) = extended(b, a % b);
    (g, y, x - a / b * y)
}

fn power_mod(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1u128;
    let mut base = base as u128 % modulus as u128;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % modulus as u128;
        }
        base = base * base % modulus as u128;
        exponent >>= 1;
    }
    result as u64
}

fn main() {
    println!("{} {} {}", gcd(1071, 462), gcd(17, 5), gcd(0, 9));
    println!("{:?}", extended(240, 46));
    println!("{}", power_mod(3, 1_000_000, 1_000_000_007));
    println!("{}", power_mod(2, 61, 18446744073709551557));
    let g = extended(-35, 15);
    println!("{} {} {}", g.0, g.1, g.2);
}
