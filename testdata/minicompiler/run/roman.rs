const VALUES: [(u32, &str); 13] = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
];

fn print_roman(mut n: u32) {
    for (value, text) in VALUES {
        while n >= value {
            print!("{}", text);
            n -= value;
        }
    }
    println!();
}

fn digit(c: u8) -> u32 {
    match c {
        b'M' => 1000,
        b'D' => 500,
        b'C' => 100,
        b'L' => 50,
        b'X' => 10,
        b'V' => 5,
        b'I' => 1,
        other => panic!("not a numeral: {}", other as char),
    }
}

fn parse_roman(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut total = 0;
    for i in 0..bytes.len() {
        let d = digit(bytes[i]);
        if i + 1 < bytes.len() && digit(bytes[i + 1]) > d {
            total -= d as i32;
        } else {
            total += d as i32;
        }
    }
    total as u32
}

fn main() {
    for n in [1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999] {
        print_roman(n);
    }
    println!("{} {}", parse_roman("MCMXCIV"), parse_roman("MMMCMXCIX"));
    assert_eq!(parse_roman("XLII"), 42, "the answer");
    assert!(parse_roman("I") == 1);
    assert_ne!(parse_roman("II"), 1);
}
