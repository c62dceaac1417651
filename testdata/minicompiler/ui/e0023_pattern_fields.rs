struct P(i32, i32);
struct N { a: i32, b: i32 }
fn main() {
    let P(a) = P(1, 2);
    let N { a: c } = N { a: 1, b: 2 };
    let N { a: d, zz: e, .. } = N { a: 1, b: 2 };
    println!("{}", 1);
}
