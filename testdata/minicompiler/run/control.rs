fn classify(n: i32) -> &'static str {
    match n {
        i32::MIN..=-1 => "negative",
        0 => "zero",
        x if x % 2 == 0 => "even",
        1 | 3 | 5 | 7 | 9 => "small odd",
        _ => "odd",
    }
}

fn find(table: &[[i32; 4]; 3], wanted: i32) -> (usize, usize) {
    let mut result = (9, 9);
    'rows: for (y, row) in table.iter().enumerate() {
        for x in 0..4 {
            if row[x] == wanted {
                result = (y, x);
                break 'rows;
            }
            if row[x] < 0 {
                continue 'rows;
            }
        }
    }
    result
}

fn digits(mut n: u32) -> u32 {
    let count = loop {
        if n < 10 {
            break 1;
        }
        let mut c = 1;
        while n >= 10 {
            n /= 10;
            c += 1;
        }
        break c;
    };
    count
}

fn never(x: i32) -> i32 {
    let y = if x > 0 { x } else { return -1 };
    y * 2
}

fn main() {
    for n in [-5, 0, 4, 7, 21] {
        print!("{} ", classify(n));
    }
    println!();
    let table = [[1, 2, 3, 4], [5, -1, 7, 8], [9, 10, 7, 12]];
    println!("{:?} {:?}", find(&table, 7), find(&table, 99));
    println!("{} {}", digits(7), digits(123456));
    println!("{} {}", never(4), never(-4));
    let mut i = 10;
    let value = 'outer: {
        while i > 0 {
            i -= 3;
            if i == 4 {
                break 'outer i * 100;
            }
        }
        -1
    };
    println!("{}", value);
    let mut out = 0;
    for a in (0..20).rev().step_by(5) {
        out = out * 100 + a;
    }
    println!("{}", out);
    for a in (0..=255u8).step_by(85) {
        print!("{} ", a);
    }
    for a in 250..=255u8 {
        print!("{} ", a);
    }
    println!();
    let x = 5;
    let x = x * 2;
    {
        let x = "inner";
        println!("{}", x);
    }
    println!("{}", x);
    let grade = if x > 9 { 'a' } else if x > 5 { 'b' } else { 'c' };
    println!("{}", grade);
    let unit = ();
    println!("{:?}", unit);
    let t = true && !false || false;
    println!("{} {}", t, t as u8);
}
