fn t(s: &str, v: i32) -> i32 { print!("{} ", s); v }
fn tb(s: &str, v: bool) -> bool { print!("{} ", s); v }
struct P { a: i32, b: i32, c: [i32; 2] }
fn f3(a: i32, b: i32, c: i32) -> i32 { a * 100 + b * 10 + c }
fn main() {
    let p = P { b: t("b", 2), a: t("a", 1), c: [t("c0", 3), t("c1", 4)] };
    println!("{} {} {:?}", p.a, p.b, p.c);
    println!("{}", f3(t("x", 1), t("y", 2), t("z", 3)));
    let mut arr = [0; 3];
    arr[t("idx", 1) as usize] = t("val", 9);
    println!("{:?}", arr);
    arr[t("idx", 1) as usize] += t("val", 9);
    println!("{:?}", arr);
    let mut i = 0;
    let x = { i += 1; i } + { i *= 10; i } * { i += 3; i };
    println!("{}", x);
    println!("{}", tb("l", false) && tb("r", true) || tb("o", true) & tb("p", false) | tb("q", true));
    let mut v = 5;
    v += { v = 10; 1 };
    println!("{}", v);
    let mut w = 5;
    let z = w + { w = 10; w };
    println!("{} {}", z, w);
    let (a, b) = (t("1", 1), t("2", 2));
    println!("{}", a - b);
    let q = P { a: t("qa", 7), ..P { a: t("pa", 1), b: t("pb", 2), c: [0; 2] } };
    println!("{} {} {:?}", q.a, q.b, q.c);
    let mut s = [1, 2, 3];
    let n = s[{ s[0] = 2; s[0] } as usize];
    println!("{n}");
    println!("{} {}", t("m", 1), { print!("n "); 2 });
}
