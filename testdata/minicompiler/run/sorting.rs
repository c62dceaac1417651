fn bubble(a: &mut [i32]) {
    let n = a.len();
    for i in 0..n {
        let mut swapped = false;
        for j in 0..n - 1 - i {
            if a[j] > a[j + 1] {
                a.swap(j, j + 1);
                swapped = true;
            }
        }
        if !swapped {
            break;
        }
    }
}

fn insertion(a: &mut [i32]) {
    for i in 1..a.len() {
        let key = a[i];
        let mut j = i;
        while j > 0 && a[j - 1] > key {
            a[j] = a[j - 1];
            j -= 1;
        }
        a[j] = key;
    }
}

fn quick(a: &mut [i32]) {
    if a.len() <= 1 {
        return;
    }
    let pivot = a[a.len() - 1];
    let mut store = 0;
    for i in 0..a.len() - 1 {
        if a[i] < pivot {
            a.swap(i, store);
            store += 1;
        }
    }
    let last = a.len() - 1;
    a.swap(store, last);
    quick(&mut a[..store]);
    quick(&mut a[store + 1..]);
}

fn sift(a: &mut [i32], mut root: usize, end: usize) {
    loop {
        let mut child = 2 * root + 1;
        if child >= end {
            return;
        }
        if child + 1 < end && a[child] < a[child + 1] {
            child += 1;
        }
        if a[root] >= a[child] {
            return;
        }
        a.swap(root, child);
        root = child;
    }
}

fn heap(a: &mut [i32]) {
    for i in (0..a.len() / 2).rev() {
        sift(a, i, a.len());
    }
    for end in (1..a.len()).rev() {
        a.swap(0, end);
        sift(a, 0, end);
    }
}

fn fill(a: &mut [i32], seed: u32) {
    let mut state = seed;
    for x in a.iter_mut() {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        *x = (state >> 16) as i32 % 1000 - 300;
    }
}

fn is_sorted(a: &[i32]) -> bool {
    for i in 1..a.len() {
        if a[i - 1] > a[i] {
            return false;
        }
    }
    true
}

fn main() {
    let mut a = [0; 20];
    fill(&mut a, 1);
    println!("{:?}", a);
    bubble(&mut a);
    println!("{:?}", a);
    let mut b = [0; 100];
    fill(&mut b, 2);
    insertion(&mut b);
    println!("{} {} {}", is_sorted(&b), b[0], b[99]);
    fill(&mut b, 3);
    println!("{}", is_sorted(&b));
    quick(&mut b);
    println!("{} {:?}", is_sorted(&b), &b[40..45]);
    fill(&mut b, 4);
    heap(&mut b);
    println!("{} {:?}", is_sorted(&b), &b[..=3]);
}
