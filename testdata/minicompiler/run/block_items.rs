fn f() -> i32 { 1 }
fn main() { println!("{}", f()); { fn f() -> i32 { 2 } println!("{}", f()); { use self::f as g; println!("{}", g()); } } println!("{}", f()); const N: usize = 2; let a = [N; N]; println!("{:?}", a); { const N: usize = 3; let b = [N; N]; println!("{:?}", b); } struct L; impl L { fn x(&self) -> usize { N } } println!("{}", L.x()); }
