struct P { x: i32 }
fn main() {
    let p = P { x: 1 };
    let q = P { x: 2 };
    let r = p + q;
    let s = true + false;
    let u = "a" + "b";
    println!("{}", r.x);
}
