fn main() {
    let x: i32 = true;
    let y: u8 = 'c';
    println!("{} {}", x, y);
}
