struct Lcg {
    state: u64,
}

impl Lcg {
    const MULTIPLIER: u64 = 6364136223846793005;

    fn next(&mut self) -> u32 {
        self.state = self.state.wrapping_mul(Lcg::MULTIPLIER).wrapping_add(1442695040888963407);
        (self.state >> 33) as u32
    }

    fn below(&mut self, n: u32) -> u32 {
        self.next() % n
    }

    fn unit(&mut self) -> f64 {
        self.next() as f64 / 2147483648.0
    }
}

fn main() {
    let mut rng = Lcg { state: 42 };
    let mut histogram = [0u32; 10];
    for _ in 0..10_000 {
        histogram[rng.below(10) as usize] += 1;
    }
    println!("{:?}", histogram);
    let mut inside = 0;
    for _ in 0..20000 {
        let (x, y) = (rng.unit(), rng.unit());
        if x * x + y * y < 1.0 {
            inside += 1;
        }
    }
    println!("pi is about {:.3}", 4.0 * inside as f64 / 20000.0);
    println!("{}", rng.state);
}
