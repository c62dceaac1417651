const fn entry(mut c: u32) -> u32 {
    let mut k = 0;
    while k < 8 {
        c = if c & 1 != 0 { 0xEDB88320 ^ (c >> 1) } else { c >> 1 };
        k += 1;
    }
    c
}

const fn table() -> [u32; 256] {
    let mut t = [0; 256];
    let mut i = 0;
    while i < 256 {
        t[i] = entry(i as u32);
        i += 1;
    }
    t
}

static TABLE: [u32; 256] = table();

fn crc32(bytes: &[u8]) -> u32 {
    let mut c = !0u32;
    for b in bytes {
        c = TABLE[((c ^ *b as u32) & 0xff) as usize] ^ (c >> 8);
    }
    !c
}

fn main() {
    println!("{:08x}", crc32("123456789".as_bytes()));
    println!("{:08x}", crc32(b"The quick brown fox jumps over the lazy dog"));
}
