const N: usize = 1 << 61; const A: [u64; N] = [0; N];
fn main() { println!("x"); }
