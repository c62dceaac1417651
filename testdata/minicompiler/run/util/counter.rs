static mut COUNT: u64 = 0;

pub fn bump() {
    unsafe { COUNT += 1 };
}

pub fn get() -> u64 {
    unsafe { COUNT }
}
