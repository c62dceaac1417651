fn main() {
    let 5 = 3;
    let (1, x) = (1, 2);
    println!("{}", x);
}
