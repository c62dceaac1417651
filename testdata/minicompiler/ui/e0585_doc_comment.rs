fn main() { println!("a"); /// dangling
}
