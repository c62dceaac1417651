
fn main() { println!("{:?} {:?} {:?} {:?}", std::f64::consts::FRAC_PI_3, std::f64::consts::FRAC_PI_6, std::f64::consts::FRAC_2_PI, std::f64::consts::FRAC_1_SQRT_2); println!("{:?} {:?} {:?}", std::f32::consts::PI, std::f32::consts::FRAC_PI_3, std::f32::consts::E);  println!("{:?} {:?}", std::f64::consts::TAU, std::f64::consts::SQRT_2); }
