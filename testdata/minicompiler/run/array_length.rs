const MINUS: i32 = -1;
const SMALL: u8 = 3;
const N: usize = 4;

fn main() {
    println!("{}", [(); MINUS as usize].len());
    println!("{}", [(); SMALL as usize + N * 2 - 1].len());
    println!("{}", [(); (SMALL + 250) as usize].len());
    println!("{}", [(); { 1 << 3 }].len());
    println!("{}", [(); 'a' as usize].len());
    println!("{}", [(); usize::MAX].len());
    println!("{}", [(); (1 + MINUS) as usize].len());
}
