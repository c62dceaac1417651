fn fannkuch(n: usize) -> (i32, i32) {
    let mut perm = [0usize; 16];
    let mut perm1 = [0usize; 16];
    let mut count = [0usize; 16];
    for i in 0..n {
        perm1[i] = i;
    }
    let mut checksum = 0;
    let mut max_flips = 0;
    let mut r = n;
    let mut parity = 0;
    loop {
        while r != 1 {
            count[r - 1] = r;
            r -= 1;
        }
        for i in 0..n {
            perm[i] = perm1[i];
        }
        let mut flips = 0;
        loop {
            let k = perm[0];
            if k == 0 {
                break;
            }
            let mut lo = 0;
            let mut hi = k;
            while lo < hi {
                perm.swap(lo, hi);
                lo += 1;
                hi -= 1;
            }
            flips += 1;
        }
        if flips > max_flips {
            max_flips = flips;
        }
        if parity % 2 == 0 {
            checksum += flips;
        } else {
            checksum -= flips;
        }
        loop {
            if r == n {
                return (checksum, max_flips);
            }
            let first = perm1[0];
            for i in 0..r {
                perm1[i] = perm1[i + 1];
            }
            perm1[r] = first;
            count[r] -= 1;
            if count[r] > 0 {
                break;
            }
            r += 1;
        }
        parity += 1;
    }
}

fn main() {
    let (checksum, flips) = fannkuch(7);
    println!("{}\nPfannkuchen({}) = {}", checksum, 7, flips);
}
