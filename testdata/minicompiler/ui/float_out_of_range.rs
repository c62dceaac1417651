fn main() { let e: f32 = 1e39; let f = 1e310; let g = 3.4e38f32; println!("{} {} {}", e, f, g); }
