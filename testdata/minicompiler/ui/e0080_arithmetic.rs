const A: i32 = i32::MIN / -1;
const B: [i32; 2] = [1, 2];
const C: i32 = B[2];
const D: u32 = 1 - 2;
const E: i32 = 5 / 0;
const F: u8 = 1 << 8;
const fn f(n: usize) -> usize { n - 1 }
const G: usize = f(0);
fn main() { println!("{} {} {} {} {} {}", A, C, D, E, F, G); }
