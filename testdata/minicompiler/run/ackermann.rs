fn ackermann(m: u32, n: u32) -> u32 {
    match (m, n) {
        (0, n) => n + 1,
        (m, 0) => ackermann(m - 1, 1),
        (m, n) => ackermann(m - 1, ackermann(m, n - 1)),
    }
}

fn fibonacci(n: u32) -> u64 {
    if n < 2 {
        return n as u64;
    }
    fibonacci(n - 1) + fibonacci(n - 2)
}

fn is_even(n: u32) -> bool {
    n == 0 || is_odd(n - 1)
}

fn is_odd(n: u32) -> bool {
    n != 0 && is_even(n - 1)
}

fn hanoi(n: u32, from: char, to: char, via: char, moves: &mut u32) {
    if n == 0 {
        return;
    }
    hanoi(n - 1, from, via, to, moves);
    *moves += 1;
    if *moves <= 3 {
        println!("move {} from {} to {}", n, from, to);
    }
    hanoi(n - 1, via, to, from, moves);
}

fn main() {
    println!("{} {}", ackermann(2, 3), ackermann(3, 3));
    println!("{}", fibonacci(20));
    println!("{} {}", is_even(10), is_odd(7));
    let mut moves = 0;
    hanoi(10, 'A', 'C', 'B', &mut moves);
    println!("{} moves", moves);
}
