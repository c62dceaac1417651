fn main() {
    let a = 1;
    break;
    continue;
    if a == 1 { break; }
}
