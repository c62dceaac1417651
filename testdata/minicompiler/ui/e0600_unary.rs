struct P { x: i32 }
fn main() {
    let p = P { x: 1 };
    let a = !p;
    let b = -"s";
    let c = -true;
    let d = !1.5;
    println!("{}", 1);
}
