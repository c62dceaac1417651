fn main() {
    println!("{}", undefined_name);
    undefined_fn(1);
    let x = 1;
    println!("{}", x + z);
}
