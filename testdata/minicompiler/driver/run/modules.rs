mod shapes;

mod math {
    pub mod ops {
        pub fn add(a: i64, b: i64) -> i64 {
            super::trace(a);
            a + b
        }
        pub const UNIT: i64 = 1;
    }
    fn trace(n: i64) {
        println!("trace {}", n);
    }
    pub use self::ops::add as plus;
    pub static BIAS: i64 = 100;
}

use math::{ops, plus, BIAS};
use shapes::circle::{self, Circle};

fn main() {
    println!("{} {}", plus(1, 2), ops::add(ops::UNIT, BIAS));
    let c = Circle::new(2.0);
    println!("{:.3} {:.3}", c.area(), circle::unit().area());
    println!("{}", shapes::describe(&c));
    println!("{}", crate::shapes::square::side(49.0));
}
