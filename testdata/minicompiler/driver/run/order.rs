// Evaluation order of operands, arguments, assignments and short circuits.
fn note(tag: &str, n: i32) -> i32 {
    println!("{} {}", tag, n);
    n
}

fn three(a: i32, b: i32, c: i32) -> i32 {
    a * 100 + b * 10 + c
}

struct P {
    x: i32,
    y: i32,
}

fn main() {
    println!("{}", three(note("a", 1), note("b", 2), note("c", 3)));
    println!("{}", note("l", 5) - note("r", 3));
    let mut x = 1;
    let y = x + {
        x = 10;
        x
    };
    println!("{} {}", x, y);
    let mut v = [0; 4];
    v[note("index", 2) as usize] = note("value", 7);
    v[note("index", 1) as usize] += note("value", 8);
    println!("{:?}", v);
    let p = P { y: note("y", 1), x: note("x", 2) };
    println!("{} {}", p.x, p.y);
    let _ = note("f", 0) == 1 && note("never", 1) == 1;
    let _ = note("t", 1) == 1 || note("never", 1) == 1;
    let mut i = 0;
    while note("while", i) < 2 {
        i += 1;
    }
    let mut q = P { x: 1, y: 2 };
    q = P { x: q.y, y: q.x };
    println!("{} {}", q.x, q.y);
}
