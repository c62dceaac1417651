const M: u8 = 200;
fn main() { let a = [1u8; (M + M) as usize]; println!("{}", a.len()); }
