const A: u8 = 255 + 1;
const B: i32 = 1 / 0;
const ARR: [i32; 3] = [1, 2, 3];
const C: i32 = ARR[5];
const D: usize = 0 - 1;
fn main() { println!("{} {} {} {}", A, B, C, D); }
