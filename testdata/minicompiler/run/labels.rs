fn early(n: i32) -> i32 { let x = if n > 3 { return n * 2 } else { n }; x + (if n == 2 { return -1 } else { 1 }) }
fn nested() -> i32 { let v = [1, 2, { if true { return 77 } 3 }]; v[0] }
fn main() {
    let mut c = 0;
    let r = 'outer: loop { let mut i = 0; loop { i += 1; c += 1; if c > 20 { break 'outer c * 2; } if i == 3 { continue 'outer; } } };
    println!("{} {}", r, c);
    let b = 'blk: { if r > 3 { break 'blk 5; } 6 };
    println!("{}", b);
    let u = 'a: { 'b: { if b == 5 { break 'b; } break 'a 1; } 2 };
    println!("{}", u);
    for n in 0..6 { print!("{} ", early(n)); }
    println!("{}", nested());
    'x: for i in 0..5 { for j in 0..5 { if j == 3 { continue 'x; } if i == 3 { break 'x; } print!("{}{} ", i, j); } }
    println!();
    let mut k = 0; 'w: while k < 10 { k += 1; while true { if k % 2 == 0 { continue 'w; } break; } print!("{} ", k); }
    println!();
    let z = loop { break loop { break 5; } + 1; }; println!("{z}");
    let t = (loop { break 1 }, if false { 2 } else { 3 }); println!("{:?}", t);
    let w = { let y = 5; y * { let y = 2; y } } - match z { 6 => 1, _ => 0 }; println!("{}", w);
    let _v = return println!("bye {}", { if w > 0 { 1 } else { return } });
}
