pub const LOW: i32 = 0;
pub const HIGH: i32 = 100;

pub mod counter;

pub fn clamp_to(x: i32, low: i32, high: i32) -> i32 {
    if x < low {
        low
    } else if x > high {
        high
    } else {
        x
    }
}
