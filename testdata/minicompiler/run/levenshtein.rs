fn min3(a: usize, b: usize, c: usize) -> usize {
    a.min(b).min(c)
}

fn distance(a: &str, b: &str) -> usize {
    let a = a.as_bytes();
    let b = b.as_bytes();
    let mut row = [0usize; 64];
    for j in 0..=b.len() {
        row[j] = j;
    }
    for i in 1..=a.len() {
        let mut diagonal = row[0];
        row[0] = i;
        for j in 1..=b.len() {
            let above = row[j];
            let cost = if a[i - 1] == b[j - 1] { 0 } else { 1 };
            row[j] = min3(above + 1, row[j - 1] + 1, diagonal + cost);
            diagonal = above;
        }
    }
    row[b.len()]
}

fn main() {
    println!("{}", distance("kitten", "sitting"));
    println!("{}", distance("", "abc"));
    println!("{}", distance("saturday", "sunday"));
    println!("{}", distance("rosettacode", "raisethysword"));
}
