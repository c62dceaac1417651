fn increment(x: &mut i32) {
    *x += 1;
}

fn largest<'a>(a: &'a i32, b: &'a i32) -> &'a i32 {
    if *a > *b { a } else { b }
}

fn first_negative(values: &[i32]) -> &i32 {
    for v in values {
        if *v < 0 {
            return v;
        }
    }
    &values[0]
}

fn fill(values: &mut [u8], with: u8) {
    for v in values.iter_mut() {
        *v = with;
    }
}

fn sum(values: &[i32]) -> i32 {
    let mut s = 0;
    for v in values {
        s += v;
    }
    s
}

struct Counter<'a> {
    target: &'a mut i32,
    step: i32,
}

impl<'a> Counter<'a> {
    fn tick(&mut self) -> i32 {
        *self.target += self.step;
        *self.target
    }
}

fn main() {
    let mut a = 5;
    increment(&mut a);
    {
        let r = &mut a;
        *r *= 2;
        increment(r);
        increment(r);
    }
    println!("{}", a);
    let b = 100;
    println!("{}", largest(&a, &b));
    let values = [3, 1, -4, 1, -5];
    println!("{} {}", first_negative(&values), sum(&values[1..4]));
    let rr = &&b;
    println!("{} {}", **rr + 1, rr);
    let mut bytes = [0u8; 6];
    fill(&mut bytes[2..5], 7);
    println!("{:?} {}", bytes, bytes[1..].len());
    let mut total = 0;
    let mut counter = Counter { target: &mut total, step: 3 };
    counter.tick();
    let seen = counter.tick();
    println!("{} {}", seen, total);
    let mut grid = [[0; 3]; 2];
    for row in &mut grid {
        row[1] = 4;
    }
    let row = &mut grid[1];
    row[0] = -1;
    println!("{:?}", grid);
    let text: &str = "hello";
    println!("{} {} {}", text, text.len(), text.as_bytes()[1]);
    println!("{} {}", &a == &14, *largest(&1, &2) == 2);
}
