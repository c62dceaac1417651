fn f() {}
fn f() {}
struct S;
struct S { x: i32 }
const C: i32 = 1;
static C: i32 = 2;
mod f {}
fn main() {}
