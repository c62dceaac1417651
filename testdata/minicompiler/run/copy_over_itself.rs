#[derive(Clone, Copy, Debug)]
struct M { a: [[i32; 2]; 2] }
fn id(m: M) -> M { m }
fn mulm(p: M, q: M) -> M { let mut r = M { a: [[0; 2]; 2] }; for i in 0..2 { for j in 0..2 { for k in 0..2 { r.a[i][j] += p.a[i][k] * q.a[k][j]; } } } r }
fn main() {
    let mut m = M { a: [[1, 2], [3, 4]] };
    m = mulm(m, m); println!("{:?}", m);
    m = id(m); m.a = [m.a[1], m.a[0]]; println!("{:?}", m);
    let mut arr = [m, m]; arr[0] = mulm(arr[0], arr[1]); println!("{:?}", arr);
    arr = [arr[1], arr[0]]; println!("{:?}", arr);
    
    arr[1] = M { a: [arr[1].a[1], arr[1].a[0]] }; println!("{:?}", arr[1]);
    let mut t = ([1, 2], [3, 4]); t.0 = t.1; t.1[0] = t.0[1]; println!("{:?}", t);
    arr.swap(0, 1); println!("{:?}", arr);
}
