/// docx
fn main() { }
