const N: usize = 4;
const TABLE: [u32; N] = [1, 2, 4, 8];
const SQUARE: [[i32; 2]; 2] = [[1, 2], [3, 4]];
const LIMIT: i64 = -(1 << 20) + OFFSET;
const OFFSET: i64 = 7;
const NAME: &str = "constant";
const fn fact(n: u64) -> u64 {
    if n == 0 { 1 } else { n * fact(n - 1) }
}
const FACT: u64 = fact(10);
const PI2: f64 = std::f64::consts::PI * 2.0;
static GREETING: &str = "hello";
static PRIMES: [u8; 5] = [2, 3, 5, 7, 11];
static mut COUNTER: u32 = 10;

struct Config {
    depth: u8,
    ratio: f32,
}
const CONFIG: Config = Config { depth: 3, ratio: 0.5 };

fn bump() -> u32 {
    unsafe {
        COUNTER += 1;
        COUNTER
    }
}

fn main() {
    let mut sum = 0;
    for i in 0..N {
        sum += TABLE[i];
    }
    println!("{} {:?} {}", sum, TABLE, TABLE.len());
    println!("{} {} {} {}", LIMIT, NAME, FACT, PI2);
    println!("{} {:?}", GREETING, PRIMES);
    println!("{} {} {}", bump(), bump(), bump());
    println!("{} {}", CONFIG.depth, CONFIG.ratio);
    println!("{}", SQUARE[1][0]);
    println!("{} {}", i32::MAX, u64::BITS);
    let a = [0i32; N * 2];
    println!("{}", a.len());
}
