struct P { x: i32 }
mod m { pub fn f() {} }
fn main() {
    let a = P;
    let b = m;
    let c = P(1);
    let d = i32;
}
