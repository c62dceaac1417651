fn get(values: &[u8], index: usize) -> u8 {
    values[index]
}

fn main() {
    println!("{}", get(&[1, 2, 3], 2));
    println!("{}", get(&[1, 2, 3], 3));
}
