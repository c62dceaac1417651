fn check(n: u32) -> u32 {
    if n > 2 {
        panic!("{} is more than {:?}", n, "two");
    }
    n
}

fn main() {
    for i in 0..5 {
        println!("{}", check(i));
    }
}
