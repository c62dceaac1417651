fn horner(coefficients: &[f64], x: f64) -> f64 {
    let mut r = 0.0;
    for c in coefficients.iter().rev() {
        r = r * x + c;
    }
    r
}

fn bisect(coefficients: &[f64], mut lo: f64, mut hi: f64) -> f64 {
    while hi - lo > 1e-12 {
        let mid = (lo + hi) / 2.0;
        if (horner(coefficients, mid) > 0.0) == (horner(coefficients, hi) > 0.0) {
            hi = mid;
        } else {
            lo = mid;
        }
    }
    lo
}

fn integrate(f: fn(f64) -> f64, a: f64, b: f64, n: u32) -> f64 {
    let h = (b - a) / n as f64;
    let mut sum = f(a) + f(b);
    for i in 1..n {
        let w = if i % 2 == 1 { 4.0 } else { 2.0 };
        sum += w * f(a + i as f64 * h);
    }
    sum * h / 3.0
}

fn square(x: f64) -> f64 {
    x * x
}

fn bell(x: f64) -> f64 {
    (-x * x).exp()
}

fn main() {
    let p = [-2.0, 0.0, 1.0];
    println!("{:.6} {:.6}", horner(&p, 3.0), bisect(&p, 0.0, 2.0));
    println!("{:.6} {:.6}", integrate(square, 0.0, 3.0, 30), integrate(bell, -4.0, 4.0, 200));
    let functions: [fn(f64) -> f64; 2] = [square, bell];
    for f in functions {
        print!("{:.4} ", f(0.5));
    }
    println!();
}
