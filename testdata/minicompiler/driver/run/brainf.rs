// A brainf*** interpreter over fixed arrays.
fn run(program: &[u8], tape: &mut [u8; 300]) -> u32 {
    let (mut at, mut head, mut steps) = (0, 0, 0);
    while at < program.len() {
        steps += 1;
        match program[at] {
            b'>' => head += 1,
            b'<' => head -= 1,
            b'+' => tape[head] = tape[head].wrapping_add(1),
            b'-' => tape[head] = tape[head].wrapping_sub(1),
            b'.' => print!("{}", tape[head] as char),
            b'[' if tape[head] == 0 => at = jump(program, at, true),
            b']' if tape[head] != 0 => at = jump(program, at, false),
            _ => {}
        }
        at += 1;
    }
    steps
}

fn jump(program: &[u8], from: usize, forward: bool) -> usize {
    let mut depth = 0;
    let mut at = from;
    loop {
        match program[at] {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => (),
        }
        if depth == 0 {
            return at;
        }
        if forward {
            at += 1;
        } else {
            at -= 1;
        }
    }
}

fn main() {
    let hello = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.";
    let steps = run(hello.as_bytes(), &mut [0; 300]);
    println!("{} steps", steps);
}
