fn main() {
    let x = 5;
    let x = x * 2;
    {
        let x = "inner";
        println!("{}", x);
    }
    println!("{}", x);
    let y;
    if x > 5 {
        y = 1;
    } else {
        y = 2;
    }
    println!("{}", y);
    let z = {
        let a = 3;
        let b = { a * a };
        b + 1
    };
    println!("{}", z);
    fn inner(n: i32) -> i32 {
        fn deeper(n: i32) -> i32 {
            n + 100
        }
        deeper(n) * 2
    }
    println!("{}", inner(1));
    let (a, (b, c), ..) = (1, (2, 3), 4, 5);
    println!("{} {} {}", a, b, c);
}
