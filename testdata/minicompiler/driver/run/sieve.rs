const LIMIT: usize = 10_000;

fn main() {
    let mut composite = [false; LIMIT];
    let mut count = 0;
    let mut last = 0;
    let mut i = 2;
    while i < LIMIT {
        if !composite[i] {
            count += 1;
            last = i;
            let mut j = i * i;
            while j < LIMIT {
                composite[j] = true;
                j += i;
            }
        }
        i += 1;
    }
    println!("{} primes below {}, the last is {}", count, LIMIT, last);
}
