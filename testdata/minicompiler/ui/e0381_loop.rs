fn main() {
    let x: i32;
    let mut i = 0;
    while i < 3 {
        x = i;
        i += 1;
    }
    println!("{}", x);
}
