fn main() {
    let mut b = true;
    b += 1;
    let mut s = "x";
    s -= 1;
    println!("{} {}", b, s);
}
