struct P { x: i32, y: i32, z: i32 }
fn main() {
    let p = P { x: 1 };
    println!("{}", p.x);
}
