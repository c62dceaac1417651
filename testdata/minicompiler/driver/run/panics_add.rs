fn add(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {
    println!("before");
    println!("{}", add(i32::MAX, 1));
}
