const N: usize = 100;

fn a(i: usize, j: usize) -> f64 {
    1.0 / (((i + j) * (i + j + 1) / 2 + i + 1) as f64)
}

fn times(v: &[f64; N], transposed: bool) -> [f64; N] {
    let mut r = [0.0; N];
    for i in 0..N {
        for j in 0..N {
            r[i] += if transposed { a(j, i) } else { a(i, j) } * v[j];
        }
    }
    r
}

fn main() {
    let mut u = [1.0; N];
    let mut v = [0.0; N];
    for _ in 0..10 {
        v = times(&times(&u, false), true);
        u = times(&times(&v, false), true);
    }
    let (mut vbv, mut vv) = (0.0, 0.0);
    for i in 0..N {
        vbv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    println!("{:.9}", (vbv / vv).sqrt());
}
