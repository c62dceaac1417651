//! A crate of several files.
mod geometry;
mod util;

mod inline {
    pub fn answer() -> i32 {
        deeper::half() * 2
    }
    mod deeper {
        pub(in crate::inline) fn half() -> i32 {
            super::super::BASE + 1
        }
    }
}

use geometry::shapes::{self, Square};
use util::*;

const BASE: i32 = 20;

fn main() {
    let s = Square::new(4);
    println!("{} {}", s.area(), shapes::perimeter(&s));
    println!("{}", clamp_to(150, LOW, crate::util::HIGH));
    println!("{}", inline::answer());
    println!("{}", geometry::describe(&s));
    util::counter::bump();
    util::counter::bump();
    println!("{}", util::counter::get());
    fn local(x: i32) -> i32 {
        const STEP: i32 = 5;
        x + STEP
    }
    println!("{}", local(1));
}
