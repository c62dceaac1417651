fn distance(a: &[u8], b: &[u8]) -> usize {
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
            row[j] = (diagonal + cost).min(above + 1).min(row[j - 1] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

fn main() {
    let pairs = [("kitten", "sitting"), ("rosettacode", "raisethysword"), ("", "abc"), ("same", "same")];
    for (a, b) in pairs {
        println!("{} {} {}", a, b, distance(a.as_bytes(), b.as_bytes()));
    }
}
