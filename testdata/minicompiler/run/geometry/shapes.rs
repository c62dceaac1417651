/// A square with a private side.
pub struct Square {
    side: u32,
}

impl Square {
    pub fn new(side: u32) -> Square {
        Square { side }
    }
    pub fn area(&self) -> u32 {
        self.side * self.side
    }
}

pub fn perimeter(s: &Square) -> u32 {
    4 * s.side
}
