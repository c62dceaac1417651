fn main() {
    let n = 3;
    if n { println!("yes"); }
    while 1 { break; }
    let v = if true { 1 } else { "two" };
    if true { 5 }
    println!("{}", v);
}
