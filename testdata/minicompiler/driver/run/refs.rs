fn longest<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.len() >= b.len() { a } else { b }
}

fn add_one(n: &mut i32) {
    *n += 1;
}

fn pick<'a>(first: bool, a: &'a mut i32, b: &'a mut i32) -> &'a mut i32 {
    if first { a } else { b }
}

struct Holder<'a> {
    text: &'a str,
    numbers: &'a [i32],
}

impl<'a> Holder<'a> {
    fn last(&self) -> &'a i32 {
        &self.numbers[self.numbers.len() - 1]
    }
}

fn main() {
    println!("{}", longest("short", "longer"));
    let mut n = 5;
    add_one(&mut n);
    add_one(&mut n);
    println!("{}", n);
    let (mut a, mut b) = (1, 2);
    *pick(false, &mut a, &mut b) += 40;
    *pick(true, &mut a, &mut b) = 7;
    println!("{} {}", a, b);
    let r = &n;
    let rr = &r;
    println!("{} {} {}", **rr + 1, r, rr);
    let numbers = [1, 2, 3];
    let h = Holder { text: "held", numbers: &numbers };
    println!("{} {} {}", h.text, h.last(), h.numbers.len());
    let mut arr = [1, 2, 3];
    let e = &mut arr[1];
    *e = 20;
    println!("{:?} {}", arr, r == &7);
    let (ref x, ref mut y) = (10, 20);
    *y += *x;
    println!("{} {}", x, y);
    let s = &arr[..];
    println!("{}", s.len());
    let p = &n as *const i32;
    unsafe {
        println!("{}", *p);
    }
}
