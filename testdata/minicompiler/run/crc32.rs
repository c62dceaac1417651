const fn make_table() -> [u32; 256] {
    let mut table = [0u32; 256];
    let mut i = 0;
    while i < 256 {
        let mut c = i as u32;
        let mut k = 0;
        while k < 8 {
            c = if c & 1 != 0 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 };
            k += 1;
        }
        table[i] = c;
        i += 1;
    }
    table
}

static TABLE: [u32; 256] = make_table();

fn crc32(data: &[u8]) -> u32 {
    let mut crc = !0u32;
    for b in data {
        crc = TABLE[((crc ^ *b as u32) & 0xFF) as usize] ^ (crc >> 8);
    }
    !crc
}

fn main() {
    println!("{:08x}", crc32(b"123456789"));
    println!("{:08X}", crc32("The quick brown fox jumps over the lazy dog".as_bytes()));
    println!("{:#010x} {}", crc32(&[]), TABLE[255]);
    let mut zeros = [0u8; 1000];
    zeros[999] = 1;
    println!("{}", crc32(&zeros[..]));
}
