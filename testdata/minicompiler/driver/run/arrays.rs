fn sort(values: &mut [i32]) {
    let n = values.len();
    for i in 0..n {
        for j in 0..n - 1 - i {
            if values[j] > values[j + 1] {
                values.swap(j, j + 1);
            }
        }
    }
}

fn max(values: &[i32]) -> i32 {
    let mut best = values[0];
    for v in values.iter() {
        if *v > best {
            best = *v;
        }
    }
    best
}

fn main() {
    let mut a = [5, 3, 9, -1, 7];
    sort(&mut a);
    println!("{:?} {} {}", a, max(&a), a.len());
    let mut grid = [[0u8; 4]; 3];
    for i in 0..3 {
        for j in 0..4 {
            grid[i][j] = (i * 4 + j) as u8;
        }
    }
    println!("{:?}", grid);
    grid[1] = [9; 4];
    println!("{:?} {}", grid[1], grid[2][3]);
    for row in &grid {
        let mut s = 0u32;
        for c in row {
            s += *c as u32;
        }
        print!("{} ", s);
    }
    println!();
    for row in grid.iter_mut() {
        row[0] = 100;
    }
    for v in a.iter_mut() {
        *v *= 2;
    }
    println!("{:?} {:?}", grid, a);
    println!("{:?} {:?} {:?} {:?}", &a[1..3], &a[..2], &a[3..], &a[1..=2]);
    println!("{} {}", a == [-2, 6, 10, 14, 18], [1, 2] != [1, 2]);
    let t = (1, "two", 3.0, [4, 5]);
    println!("{:?} {} {}", t, t.1, t.3[1]);
    println!("{:?} {:?} {:?}", (), (1,), (1, [2, 3]));
    let e: [i32; 0] = [];
    println!("{:?} {}", e, e.is_empty());
    let mut b = [1u16; 300];
    b.fill(3);
    let mut total = 0;
    for i in (0..b.len()).step_by(7) {
        total += b[i];
    }
    println!("{}", total);
}
