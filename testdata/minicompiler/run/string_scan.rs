struct Stats {
    letters: usize,
    digits: usize,
    spaces: usize,
    longest: usize,
}

fn scan(text: &str) -> Stats {
    let mut s = Stats { letters: 0, digits: 0, spaces: 0, longest: 0 };
    let mut run = 0;
    for &b in text.as_bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' => {
                s.letters += 1;
                run += 1;
            }
            b'0'..=b'9' => s.digits += 1,
            b' ' | b'\t' | b'\n' => s.spaces += 1,
            _ => (),
        }
        if !(b as char).is_ascii_alphabetic() {
            run = 0;
        }
        if run > s.longest {
            s.longest = run;
        }
    }
    s
}

fn parse(text: &[u8]) -> (i64, bool) {
    let mut value = 0i64;
    let negative = !text.is_empty() && text[0] == b'-';
    for i in negative as usize..text.len() {
        let c = text[i];
        if !c.is_ascii_digit() {
            return (value, false);
        }
        value = value * 10 + (c - b'0') as i64;
    }
    (if negative { -value } else { value }, true)
}

fn is_palindrome(s: &[u8]) -> bool {
    let n = s.len();
    for i in 0..n / 2 {
        if s[i] != s[n - 1 - i] {
            return false;
        }
    }
    true
}

fn caesar(text: &[u8], shift: u8, out: &mut [u8]) {
    for (i, b) in text.iter().enumerate() {
        out[i] = match *b {
            c @ b'a'..=b'z' => (c - b'a' + shift) % 26 + b'a',
            c => c,
        };
    }
}

fn main() {
    let s = scan("The year 1984 had 366 days\tand some nights.");
    println!("{} {} {} {}", s.letters, s.digits, s.spaces, s.longest);
    println!("{:?} {:?} {:?}", parse(b"-1234"), parse(b"99x9"), parse(b""));
    println!("{} {}", is_palindrome(b"racecar"), is_palindrome("abca".as_bytes()));
    let mut out = [b'.'; 12];
    caesar(b"hello, world", 3, &mut out);
    for b in out {
        print!("{}", b as char);
    }
    println!();
}
