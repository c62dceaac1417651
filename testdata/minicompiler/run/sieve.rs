//! The sieve of Eratosthenes over a fixed array.
const LIMIT: usize = 2000;

fn sieve(composite: &mut [bool; LIMIT]) -> usize {
    let mut count = 0;
    let mut i = 2;
    while i < LIMIT {
        if !composite[i] {
            count += 1;
            let mut j = i * i;
            while j < LIMIT {
                composite[j] = true;
                j += i;
            }
        }
        i += 1;
    }
    count
}

fn main() {
    let mut composite = [false; LIMIT];
    let count = sieve(&mut composite);
    println!("{} primes below {}", count, LIMIT);
    let mut shown = 0;
    for n in 2..LIMIT {
        if !composite[n] {
            print!("{} ", n);
            shown += 1;
            if shown == 20 {
                break;
            }
        }
    }
    println!();
}
