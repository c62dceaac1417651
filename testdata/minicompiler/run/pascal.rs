const ROWS: usize = 12;

fn main() {
    let mut triangle = [[0u32; ROWS]; ROWS];
    for n in 0..ROWS {
        triangle[n][0] = 1;
        for k in 1..=n {
            triangle[n][k] = triangle[n - 1][k - 1] + triangle[n - 1][k];
        }
    }
    for n in 0..6 {
        for _ in n..6 {
            print!("  ");
        }
        for k in 0..=n {
            print!("{:4}", triangle[n][k]);
        }
        println!();
    }
    let mut sum = 0;
    for x in &triangle[ROWS - 1] {
        sum += *x;
    }
    println!("{} {}", sum, triangle[ROWS - 1][5]);
    let mut catalan = 1u64;
    for n in 0..10u64 {
        print!("{} ", catalan);
        catalan = catalan * 2 * (2 * n + 1) / (n + 2);
    }
    println!();
}
