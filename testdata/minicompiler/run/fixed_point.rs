/// Numbers with 16 bits after the point.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
struct Fixed(i32);

const ONE: Fixed = Fixed(1 << 16);

impl Fixed {
    fn from_int(n: i32) -> Fixed {
        Fixed(n << 16)
    }
    fn mul(self, other: Fixed) -> Fixed {
        Fixed(((self.0 as i64 * other.0 as i64) >> 16) as i32)
    }
    fn div(self, other: Fixed) -> Fixed {
        Fixed((((self.0 as i64) << 16) / other.0 as i64) as i32)
    }
    fn add(self, other: Fixed) -> Fixed {
        Fixed(self.0 + other.0)
    }
    fn show(&self) {
        let frac = (self.0 & 0xFFFF) as u64 * 10000 / 65536;
        println!("{}.{:04}", self.0 >> 16, frac);
    }
}

fn sqrt(x: Fixed) -> Fixed {
    let mut guess = ONE;
    for _ in 0..20 {
        guess = guess.add(x.div(guess)).div(Fixed::from_int(2));
    }
    guess
}

fn main() {
    sqrt(Fixed::from_int(2)).show();
    sqrt(Fixed::from_int(144)).show();
    Fixed::from_int(22).div(Fixed::from_int(7)).show();
    println!("{} {:?}", ONE < Fixed::from_int(2), ONE.mul(ONE) == ONE);
}
