fn describe(s: &str) -> usize {
    println!("[{}] [{:?}] [{:>8}] [{:<8}] [{:^8}] [{:*^9}] [{:.2}]", s, s, s, s, s, s, s);
    s.len()
}

fn is_vowel(c: char) -> bool {
    matches(c)
}

fn matches(c: char) -> bool {
    match c {
        'a' | 'e' | 'i' | 'o' | 'u' => true,
        _ => false,
    }
}

fn main() {
    println!("{}", describe("abc"));
    println!("{}", describe("h\u{e9}llo"));
    println!("{}", describe(""));
    println!("{:?} {:?} {:?}", "tab\t quote\" back\\ nl\n", 'x', '\'');
    let width = 6;
    let precision = 2;
    println!("[{:width$}] [{:>1$}] [{:.*}] [{:w2$.p2$}]", 42, 7, 3, 1.23456, 2.5, w2 = 9, p2 = 4);
    println!("[{:05}] [{:+}] [{:#x}] [{:#010b}] [{:o}] [{:X}]", -42, 7, 255, 5, 64, 48879);
    println!("[{0}-{1}-{0}] [{name}]", 1, 2, name = "n");
    println!("{{}} {}%", 100);
    println!("[{:>width$.precision$}]", 3.14159);
    for b in "hey".as_bytes() {
        print!("{} ", b);
    }
    println!();
    let mut n = 0;
    for c in b'a'..=b'z' {
        if is_vowel(c as char) {
            n += 1;
        }
    }
    println!("{} {} {}", n, 'a' as u32, 98u8 as char);
    println!("{} {}", "abc" == "abc", "abc" < "abd");
    println!("{:?} {:?}", true, false);
    println!("{:e} {:E}", 1234567, 1500.0);
    print!("no newline");
    eprintln!("to stderr {}", 5);
    println!();
    match "key" {
        "lock" => println!("1"),
        "key" => println!("2"),
        _ => println!("3"),
    }
}
