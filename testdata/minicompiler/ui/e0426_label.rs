fn main() {
    'a: loop {
        loop { break 'b; }
        break 'a;
    }
}
