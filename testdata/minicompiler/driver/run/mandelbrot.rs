fn escape(cx: f64, cy: f64) -> u32 {
    let (mut x, mut y) = (0.0, 0.0);
    for i in 0..50 {
        let (x2, y2) = (x * x, y * y);
        if x2 + y2 > 4.0 {
            return i;
        }
        y = 2.0 * x * y + cy;
        x = x2 - y2 + cx;
    }
    50
}

fn main() {
    let shades = b" .:-=+*#%@";
    for row in 0..20 {
        for column in 0..60 {
            let n = escape(column as f64 / 20.0 - 2.0, row as f64 / 10.0 - 1.0);
            print!("{}", shades[(n / 6).min(9) as usize] as char);
        }
        println!();
    }
}
