fn main() {
    println!("crlf \
      cont");
    let s = "a
b";
 println!("{:?} {:?}", s, r"x
y");
 // c
}
