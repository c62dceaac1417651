struct P { x: i32 }
fn main() {
    let p = P { x: 3 };
    let a = p as i32;
    let b = "s" as i32;
    let c = 1 as P;
    let d = [1] as i64;
    println!("{}", a);
}
