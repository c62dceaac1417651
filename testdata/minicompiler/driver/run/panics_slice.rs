fn cut(values: &[i32], to: usize) -> &[i32] {
    &values[1..to]
}

fn main() {
    println!("{:?}", cut(&[1, 2, 3], 3));
    println!("{:?}", cut(&[1, 2, 3], 4));
}
