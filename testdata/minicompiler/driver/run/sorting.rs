struct Random {
    state: u32,
}

impl Random {
    fn next(&mut self) -> u32 {
        self.state = self.state.wrapping_mul(1664525).wrapping_add(1013904223);
        self.state >> 16
    }
}

fn quick(v: &mut [u32]) {
    if v.len() < 2 {
        return;
    }
    let last = v.len() - 1;
    let pivot = v[last / 2];
    v.swap(last / 2, last);
    let mut store = 0;
    for i in 0..last {
        if v[i] < pivot {
            v.swap(i, store);
            store += 1;
        }
    }
    v.swap(store, last);
    quick(&mut v[..store]);
    quick(&mut v[store + 1..]);
}

fn sift(v: &mut [u32], mut root: usize, end: usize) {
    while 2 * root + 1 < end {
        let mut child = 2 * root + 1;
        if child + 1 < end && v[child] < v[child + 1] {
            child += 1;
        }
        if v[root] >= v[child] {
            return;
        }
        v.swap(root, child);
        root = child;
    }
}

fn heap(v: &mut [u32]) {
    let n = v.len();
    for start in (0..n / 2).rev() {
        sift(v, start, n);
    }
    for end in (1..n).rev() {
        v.swap(0, end);
        sift(v, 0, end);
    }
}

fn is_sorted(v: &[u32]) -> bool {
    for i in 1..v.len() {
        if v[i - 1] > v[i] {
            return false;
        }
    }
    true
}

fn main() {
    let mut random = Random { state: 42 };
    let mut a = [0u32; 500];
    for x in a.iter_mut() {
        *x = random.next();
    }
    let mut b = a;
    quick(&mut a);
    heap(&mut b);
    println!("{} {} {}", is_sorted(&a), is_sorted(&b), a == b);
    println!("{:?} {}", &a[..5], a[499]);
}
