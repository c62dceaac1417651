const N: usize = 12;

fn multiply(a: &[[i64; N]; N], b: &[[i64; N]; N]) -> [[i64; N]; N] {
    let mut c = [[0i64; N]; N];
    for i in 0..N {
        for j in 0..N {
            let mut sum = 0;
            for k in 0..N {
                sum += a[i][k] * b[k][j];
            }
            c[i][j] = sum;
        }
    }
    c
}

fn transpose(m: &mut [[i64; N]; N]) {
    for i in 0..N {
        for j in 0..i {
            let t = m[i][j];
            m[i][j] = m[j][i];
            m[j][i] = t;
        }
    }
}

fn trace(m: &[[i64; N]; N]) -> i64 {
    let mut t = 0;
    for i in 0..N {
        t += m[i][i];
    }
    t
}

fn main() {
    let mut a = [[0; N]; N];
    let mut b = [[0; N]; N];
    for i in 0..N {
        for j in 0..N {
            a[i][j] = (i as i64 + 1) * (j as i64 - 3);
            b[i][j] = if i == j { 2 } else { (i ^ j) as i64 };
        }
    }
    let c = multiply(&a, &b);
    println!("{:?}", c[0]);
    println!("{:?}", c[N - 1]);
    transpose(&mut a);
    let d = multiply(&a, &c);
    println!("trace {} {} {}", trace(&a), trace(&c), trace(&d));
    let mut checksum: i64 = 0;
    for row in d.iter() {
        for x in row.iter() {
            checksum = checksum.wrapping_mul(31).wrapping_add(*x);
        }
    }
    println!("checksum {}", checksum);
}
