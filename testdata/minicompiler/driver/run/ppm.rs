// Fixed-point sine table, drawn as a plot.
const fn isin(angle: i32) -> i32 {
    let a = angle % 360;
    let (b, sign) = if a >= 180 { (a - 180, -1) } else { (a, 1) };
    let n = 4 * b * (180 - b);
    sign * n * 1000 / (40500 - b * (180 - b))
}

static SINE: [i32; 36] = {
    let mut t = [0; 36];
    let mut i = 0;
    while i < 36 {
        t[i] = isin(i as i32 * 10);
        i += 1;
    }
    t
};

fn main() {
    for (value, label) in [(SINE[9], "90"), (SINE[27], "270"), (SINE[3], "30")] {
        println!("sin {:>3} = {:>5}", label, value);
    }
    for level in (-5..=5).rev() {
        for s in SINE.iter() {
            print!("{}", if *s / 200 == level { '*' } else { ' ' });
        }
        println!("|");
    }
}
