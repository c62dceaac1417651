fn classify(n: i32) -> &'static str {
    match n {
        i32::MIN..=-1 => "negative",
        0 => "zero",
        1 | 2 | 3 => "small",
        x if x % 2 == 0 => "even",
        _ => "odd",
    }
}

fn collatz(mut n: u64) -> u32 {
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

fn search(limit: i32) -> (i32, i32) {
    let mut best = (0, 0);
    'outer: for a in 2..limit {
        for b in a..limit {
            if a * b == 91 {
                best = (a, b);
                break 'outer;
            }
            if b > 50 {
                continue 'outer;
            }
        }
    }
    best
}

fn main() {
    for n in [-5, 0, 2, 10, 11] {
        println!("{} is {}", n, classify(n));
    }
    println!("{} {}", collatz(27), collatz(97));
    println!("{:?}", search(100));
    let mut i = 0;
    let v = loop {
        i += 1;
        if i * i > 200 {
            break i;
        }
    };
    println!("{}", v);
    let w = 'block: {
        if v > 100 {
            break 'block 1;
        }
        if v > 10 {
            break 'block 2;
        }
        3
    };
    println!("{}", w);
    for i in (0..10).rev().step_by(3) {
        print!("{} ", i);
    }
    for i in (0..=10).step_by(5) {
        print!("{} ", i);
    }
    for c in b'a'..=b'e' {
        print!("{}", c as char);
    }
    for b in (250u8..=255).rev() {
        print!(" {}", b);
    }
    println!();
    let t = true && !false || { println!("not evaluated"); false };
    println!("{}", t);
}
