fn f(n: u64) -> u64 { let a = [n; 100]; if n == 0 { a[5] } else { f(n + 1) + a[7] } }
fn main() { println!("start"); println!("{}", f(1)); }
