mod nothing_here;
fn main() {}
