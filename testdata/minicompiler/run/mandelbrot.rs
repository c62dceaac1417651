fn escape(cx: f64, cy: f64, limit: u32) -> u32 {
    let (mut x, mut y) = (0.0f64, 0.0f64);
    let mut n = 0;
    while n < limit && x * x + y * y <= 4.0 {
        let t = x * x - y * y + cx;
        y = 2.0 * x * y + cy;
        x = t;
        n += 1;
    }
    n
}

fn shade(n: u32) -> char {
    match n {
        0..=2 => ' ',
        3 | 4 => '.',
        5..=7 => '+',
        8..=20 => '*',
        _ => '#',
    }
}

fn main() {
    let mut inside = 0;
    for row in 0..24 {
        for column in 0..72 {
            let n = escape(column as f64 / 24.0 - 2.25, row as f64 / 10.0 - 1.2, 50);
            if n == 50 {
                inside += 1;
            }
            print!("{}", shade(n));
        }
        println!("|");
    }
    println!("inside: {}", inside);
}
