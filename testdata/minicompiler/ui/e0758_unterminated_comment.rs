fn main() {}
/* never closed
