struct A { a: A }
struct B { c: C }
struct C { b: B }
fn main() {}
