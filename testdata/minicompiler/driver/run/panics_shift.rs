fn shift(by: u32) -> u8 {
    1u8 << by
}

fn main() {
    println!("{}", shift(7));
    println!("{}", shift(8));
}
