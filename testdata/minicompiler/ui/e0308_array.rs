fn sum(a: [i32; 4]) -> i32 { a[0] + a[1] }
fn main() {
    let a = [1, 2, 3];
    println!("{}", sum(a));
    let b = [1, true];
    println!("{}", b.len());
}
