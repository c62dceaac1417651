#[derive(Clone, Copy, Debug)]
struct C { n: i32 }
impl C { const K: i32 = 7; const Z: C = C { n: Self::K }; fn new(n: i32) -> Self { Self { n } } fn two() -> Self { Self::new(2) } fn inc(&mut self) -> &mut Self { self.n += Self::K; self } fn get(self) -> i32 { self.n * C::K } fn pass(&self) -> i32 { Self::helper(self, Self::K) } fn helper(c: &Self, k: i32) -> i32 { c.n + k } fn arr() -> [Self; 2] { [Self::two(), Self { n: 9 }] } }
struct T(i32, u8); impl T { const M: u8 = 3; fn mk() -> Self { Self(1, Self::M) } fn f(self) -> i32 { let Self(a, b) = self; a + b as i32 } }
struct U; impl U { fn u() -> Self { Self } fn v(&self) -> i32 { 4 } }
fn main() { let mut c = C::two(); println!("{} {} {:?} {:?}", c.inc().get(), c.pass(), C::Z, C::arr()); println!("{} {}", T::mk().f(), U::u().v()); let f = C::get; println!("{}", f(c)); let C { n } = c; println!("{n}"); println!("{}", C::helper(&c, 1)); println!("{}", C { n: 5 }.get()); }
