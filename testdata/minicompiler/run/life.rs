const W: usize = 20;
const H: usize = 12;

fn neighbours(world: &[[u8; W]; H], y: usize, x: usize) -> u8 {
    let mut n = 0;
    for dy in [H - 1, 0, 1] {
        for dx in [W - 1, 0, 1] {
            if dy != 0 || dx != 0 {
                n += world[(y + dy) % H][(x + dx) % W];
            }
        }
    }
    n
}

fn step(world: &[[u8; W]; H]) -> [[u8; W]; H] {
    let mut next = [[0; W]; H];
    for y in 0..H {
        for x in 0..W {
            next[y][x] = match (world[y][x], neighbours(world, y, x)) {
                (1, 2) | (_, 3) => 1,
                _ => 0,
            };
        }
    }
    next
}

fn show(world: &[[u8; W]; H]) {
    for row in world {
        for cell in row {
            print!("{}", if *cell == 1 { "#" } else { "." });
        }
        println!();
    }
}

fn main() {
    let mut world = [[0u8; W]; H];
    for (y, x) in [(0, 1), (1, 2), (2, 0), (2, 1), (2, 2), (6, 10), (6, 11), (6, 12)] {
        world[y][x] = 1;
    }
    for generation in 0..30 {
        if generation % 10 == 0 {
            println!("generation {}", generation);
            show(&world);
        }
        world = step(&world);
    }
    let mut alive = 0u32;
    for row in world.iter() {
        for &cell in row.iter() {
            alive += cell as u32;
        }
    }
    println!("alive {}", alive);
}
