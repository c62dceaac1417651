fn main() {
    let name = "world";
    let width = 8;
    let value = 42;
    println!("hello {name}, {value:5}|{value:<5}|{value:^5}|{value:>5}|");
    println!("{0} {1} {0} {named}", 1, 2, named = "x");
    println!("{:05} {:+} {:#06x} {:#b} {:o}", 42, 42, 255, 5, 64);
    println!("{:>width$}|{:>1$}|{:*^9}|{:->7}", value, 6, "mid", 'c');
    println!("{:.2} {:.*} {:8.3}|", 1.23456, 3, 9.87654321, 2.5);
    println!("{:?} {:?} {:?}", "quote\"d\n", 'c', '\'');
    println!("{{}} {{{}}}", 1);
    println!("{:10}|{:<10}|{:>10}|{:.3}|", "left", "left", "right", "truncated");
    println!("{:?} {:?}", (1, "two", 3.0), [true, false]);
    println!("{:5}|{:<5}|{:^5}|", true, false, 'x');
    println!("{:?}", [[1, 2], [3, 4]]);
    println!("{:x} {:X} {:08b}", 3735928559u32, 48879, 37u8);
    println!("{:e} {:?}", 1500.0, 1.0e10);
    print!("no newline");
    println!();
    println!("tab\tbackslash\\ unicode \u{e9} \x41 {}", '\u{1F600}');
    println!("multi
line \
    joined");
    println!("{}", r#"raw "text" \n"#);
    println!("{:03}|{:<03}|{:+04}", -5, 7, 3);
    println!("{:?} {:?}", i64::MIN, u8::MAX);
}
