fn main() {
    let x = [];
    println!("{}", 1);
}
