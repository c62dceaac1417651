#![allow(dead_code)]
#[derive(Debug)] #[allow(unused)] struct S { #[allow(dead_code)] a: i32 }
#[inline(always)] #[must_use] fn f() -> i32 { #![allow(unused)] 1 }
#[inline(never)] #[cold] fn g() {} 
fn main() { #[allow(unused_variables)] let x = f(); #[allow(unused)] { println!("y"); } match 1 { #[allow(unused)] 1 => {} _ => {} } g(); }
