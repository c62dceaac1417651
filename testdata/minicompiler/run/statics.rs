static GREETING: &str = "hello";
static PRIMES: [u32; 5] = [2, 3, 5, 7, 11];
static mut COUNTER: u32 = 0;
const SIZE: usize = 4;
const DOUBLE: usize = SIZE * 2;
const MASK: u32 = (1 << SIZE) - 1;
const NAMES: [&str; 3] = ["one", "two", "three"];
const LIMITS: (i32, f64) = (-5, 2.5);

const fn square(x: i64) -> i64 {
    x * x
}

const fn factorial(n: u64) -> u64 {
    if n == 0 { 1 } else { n * factorial(n - 1) }
}

const SQUARE: i64 = square(12) + square(-3);
const FACTORIALS: [u64; 6] = [factorial(0), factorial(1), factorial(2), factorial(3), factorial(10), factorial(20)];

fn bump() -> u32 {
    unsafe {
        COUNTER += 1;
        COUNTER
    }
}

fn main() {
    println!("{} {}", GREETING, GREETING.len());
    let mut sum = 0;
    for p in PRIMES.iter() {
        sum += p;
    }
    println!("{} {}", sum, PRIMES[SIZE]);
    bump();
    bump();
    println!("{}", bump());
    let table = [1u8; DOUBLE];
    println!("{} {} {}", table.len(), MASK, SQUARE);
    println!("{:?}", FACTORIALS);
    for (i, name) in NAMES.iter().enumerate() {
        print!("{}={} ", i, name);
    }
    println!("{} {}", LIMITS.0, LIMITS.1);
    unsafe {
        COUNTER = 40;
    }
    println!("{}", bump() + bump());
}
