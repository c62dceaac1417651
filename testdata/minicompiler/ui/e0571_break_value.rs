fn main() {
    let mut i = 0;
    while i < 3 {
        break 5;
    }
    for j in 0..3 { i += j; break i; }
    println!("{}", i);
}
