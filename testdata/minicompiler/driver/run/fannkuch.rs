fn main() {
    const N: usize = 7;
    let mut perm1 = [0usize; N];
    for i in 0..N {
        perm1[i] = i;
    }
    let mut count = [0usize; N];
    let (mut max_flips, mut checksum, mut r, mut nperm) = (0i32, 0i32, N, 0);
    loop {
        while r != 1 {
            count[r - 1] = r;
            r -= 1;
        }
        let mut perm = perm1;
        let mut flips = 0;
        loop {
            let k = perm[0];
            if k == 0 {
                break;
            }
            let half = (k + 1) / 2;
            for i in 0..half {
                perm.swap(i, k - i);
            }
            flips += 1;
        }
        max_flips = max_flips.max(flips);
        checksum += if nperm % 2 == 0 { flips } else { -flips };
        loop {
            if r == N {
                println!("{}\nPfannkuchen({}) = {}", checksum, N, max_flips);
                return;
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
        nperm += 1;
    }
}
