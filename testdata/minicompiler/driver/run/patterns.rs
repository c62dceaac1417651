struct Color(u8, u8, u8);

fn name(c: &Color) -> &'static str {
    match *c {
        Color(0, 0, 0) => "black",
        Color(255, 255, 255) => "white",
        Color(r, 0, 0) if r > 100 => "red",
        Color(_, 128..=255, 0..=50) => "green",
        Color(a, b, c) if a == b && b == c => "grey",
        _ => "other",
    }
}

fn kind(c: char) -> u8 {
    match c {
        'a'..='z' => 1,
        'A'..='Z' => 2,
        '0'..='9' => 3,
        ' ' | '\t' | '\n' => 4,
        _ => 0,
    }
}

fn pair(p: (i32, i32)) -> i32 {
    match p {
        (0, y) | (y, 0) => y,
        (x @ 1..=5, _) => x * 10,
        (x, y) if x == -y => 0,
        (x, ref y) => x + *y,
    }
}

const SPECIAL: i32 = 42;

fn main() {
    for c in [Color(0, 0, 0), Color(255, 255, 255), Color(200, 0, 0), Color(1, 200, 3), Color(7, 7, 7), Color(1, 2, 3)] {
        println!("{}", name(&c));
    }
    for c in ['q', 'Q', '7', ' ', '#'] {
        print!("{} ", kind(c));
    }
    println!();
    for p in [(0, 3), (4, 0), (3, 9), (-8, 8), (10, 20)] {
        print!("{} ", pair(p));
    }
    println!();
    for n in [41, 42, -1] {
        let text = match n {
            SPECIAL => "special",
            i32::MIN..=-1 => "below",
            _ => "plain",
        };
        println!("{}", text);
    }
    let b = true;
    println!("{}", match (b, !b) { (true, true) => 3, (true, false) => 2, (false, _) => 1 });
}
