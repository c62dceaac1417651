const N: usize = 100;

fn a(i: usize, j: usize) -> f64 {
    1.0 / (((i + j) * (i + j + 1) / 2 + i + 1) as f64)
}

fn mul_av(v: &[f64; N], out: &mut [f64; N]) {
    for i in 0..N {
        let mut sum = 0.0;
        for j in 0..N {
            sum += a(i, j) * v[j];
        }
        out[i] = sum;
    }
}

fn mul_atv(v: &[f64; N], out: &mut [f64; N]) {
    for i in 0..N {
        let mut sum = 0.0;
        for j in 0..N {
            sum += a(j, i) * v[j];
        }
        out[i] = sum;
    }
}

fn mul_at_av(v: &[f64; N], out: &mut [f64; N]) {
    let mut tmp = [0.0; N];
    mul_av(v, &mut tmp);
    mul_atv(&tmp, out);
}

fn main() {
    let mut u = [1.0; N];
    let mut v = [0.0; N];
    for _ in 0..10 {
        mul_at_av(&u, &mut v);
        mul_at_av(&v, &mut u);
    }
    let mut vbv = 0.0;
    let mut vv = 0.0;
    for i in 0..N {
        vbv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    println!("{:.9}", (vbv / vv).sqrt());
}
