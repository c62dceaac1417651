fn length(mut n: u64) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

fn main() {
    let mut best = 0;
    let mut at = 0;
    for n in 1..=10000 {
        let l = length(n);
        if l > best {
            best = l;
            at = n;
        }
    }
    println!("longest below 10000: {} with {} steps", at, best);
    let total = {
        let mut sum = 0u64;
        for n in (1..100).step_by(7) {
            sum += length(n) as u64;
        }
        sum
    };
    println!("{}", total);
}
