fn double(x: i32) -> i32 {
    x * 2
}

fn square(x: i32) -> i32 {
    x * x
}

fn apply(f: fn(i32) -> i32, times: u32, mut x: i32) -> i32 {
    for _ in 0..times {
        x = f(x);
    }
    x
}

struct Op {
    name: &'static str,
    run: fn(i32) -> i32,
}

const OPS: [Op; 2] = [Op { name: "double", run: double }, Op { name: "square", run: square }];

fn choose(which: bool) -> fn(i32) -> i32 {
    if which { double } else { square }
}

fn main() {
    println!("{} {}", apply(double, 5, 1), apply(square, 3, 2));
    for op in &OPS {
        println!("{} {}", op.name, (op.run)(7));
    }
    println!("{} {}", choose(true)(10), choose(false)(10));
    let f: fn(i32) -> i32 = square;
    println!("{}", f(-3));
}
