fn solve(row: usize, n: usize, columns: &mut [bool; 16], up: &mut [bool; 32], down: &mut [bool; 32]) -> u32 {
    if row == n {
        return 1;
    }
    let mut count = 0;
    for c in 0..n {
        if !columns[c] && !up[row + c] && !down[row + 16 - c] {
            columns[c] = true;
            up[row + c] = true;
            down[row + 16 - c] = true;
            count += solve(row + 1, n, columns, up, down);
            columns[c] = false;
            up[row + c] = false;
            down[row + 16 - c] = false;
        }
    }
    count
}

fn main() {
    for n in 1..=8 {
        println!("{} queens: {}", n, solve(0, n, &mut [false; 16], &mut [false; 32], &mut [false; 32]));
    }
}
