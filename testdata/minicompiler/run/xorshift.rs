fn xorshift(mut x: u64) -> u64 {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    x
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E3779B97F4A7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB);
    z ^ (z >> 31)
}

fn fnv1a(data: &[u8]) -> u32 {
    let mut h: u32 = 0x811c9dc5;
    for b in data {
        h ^= u32::from(*b);
        h = h.wrapping_mul(16777619);
    }
    h
}

fn adler32(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for &x in data {
        a = (a + x as u32) % 65521;
        b = (b + a) % 65521;
    }
    b << 16 | a
}

fn shuffle(deck: &mut [u8; 52], state: &mut u64) {
    for i in (1..52).rev() {
        let j = (splitmix(state) % (i as u64 + 1)) as usize;
        deck.swap(i, j);
    }
}

fn main() {
    let mut x = 88172645463325252;
    for _ in 0..5 {
        x = xorshift(x);
        println!("{:016x}", x);
    }
    let mut state = 7;
    println!("{} {}", splitmix(&mut state), splitmix(&mut state));
    println!("{:08x} {:08x}", fnv1a(b"foobar"), adler32(b"Wikipedia"));
    let mut deck = [0u8; 52];
    for i in 0..52 {
        deck[i] = i as u8;
    }
    shuffle(&mut deck, &mut state);
    println!("{:?}", &deck[..10]);
    let mut total = 0u32;
    for card in deck.iter() {
        total += *card as u32;
    }
    println!("{}", total);
}
