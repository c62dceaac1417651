;
fn main() { ;;; let x = 5;; println!("{}", x); if x > 3 { } ; ; };
struct A {};
