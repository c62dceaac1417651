const C: i32 = 1;
fn f() -> i32 { 1 }
fn main() {
    1 = 2;
    C = 3;
    f() = 4;
    5 += 1;
}
