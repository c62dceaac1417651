fn main() {
    let r = &0u8;
    let a = r as u32;
    let b = 3.5 as bool;
    let c = &1u8 as *const u32;
    println!("{}", a);
}
