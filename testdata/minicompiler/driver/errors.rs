// Errors in several modules, a cycle of constants among them: their messages must not depend on the threads.
mod a {
    pub const FIRST: i32 = super::b::SECOND;
    pub fn wrong() -> i32 {
        "text"
    }
}

mod b {
    pub const SECOND: i32 = super::c::THIRD + 1;
    pub fn unknown() {
        missing();
    }
}

mod c {
    pub const THIRD: i32 = super::a::FIRST;
    pub fn condition(n: i32) {
        if n {
            println!("{}", n);
        }
    }
}

fn main() {
    let x: bool = 5;
    println!("{} {}", x, a::FIRST);
}
