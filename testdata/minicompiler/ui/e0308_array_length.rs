const SMALL: u8 = 3;
const WIDE: i32 = 2;

fn main() {
    let a = [0; SMALL];
    let b: [u8; WIDE] = [0; 2];
}
