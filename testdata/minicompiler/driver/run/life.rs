const W: usize = 12;
const H: usize = 8;


fn neighbours(g: &[[bool; W]; H], r: usize, c: usize) -> u8 {
    let mut n = 0;
    for dr in [H - 1, 0, 1] {
        for dc in [W - 1, 0, 1] {
            if (dr, dc) != (0, 0) && g[(r + dr) % H][(c + dc) % W] {
                n += 1;
            }
        }
    }
    n
}

fn step(g: &[[bool; W]; H]) -> [[bool; W]; H] {
    let mut next = [[false; W]; H];
    for r in 0..H {
        for c in 0..W {
            next[r][c] = match (g[r][c], neighbours(g, r, c)) {
                (true, 2..=3) => true,
                (false, 3) => true,
                _ => false,
            };
        }
    }
    next
}

fn main() {
    let mut g = [[false; W]; H];
    for (r, c) in [(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)] {
        g[r][c] = true;
    }
    for generation in 0..12 {
        if generation % 4 == 0 {
            println!("generation {}", generation);
            for row in g.iter() {
                for cell in row.iter() {
                    print!("{}", if *cell { '#' } else { '.' });
                }
                println!();
            }
        }
        g = step(&g);
    }
}
