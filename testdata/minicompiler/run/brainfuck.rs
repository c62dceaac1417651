struct Machine {
    tape: [u8; 300],
    pointer: usize,
    steps: u64,
}

impl Machine {
    fn matching(program: &[u8], mut at: usize, forward: bool) -> usize {
        let mut depth = 0;
        loop {
            match program[at] {
                b'[' => depth += 1,
                b']' => depth -= 1,
                _ => {}
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

    fn run(&mut self, program: &[u8]) {
        let mut pc = 0;
        while pc < program.len() {
            self.steps += 1;
            match program[pc] {
                b'>' => self.pointer += 1,
                b'<' => self.pointer -= 1,
                b'+' => self.tape[self.pointer] = self.tape[self.pointer].wrapping_add(1),
                b'-' => self.tape[self.pointer] = self.tape[self.pointer].wrapping_sub(1),
                b'.' => print!("{}", self.tape[self.pointer] as char),
                b'[' if self.tape[self.pointer] == 0 => pc = Machine::matching(program, pc, true),
                b']' if self.tape[self.pointer] != 0 => pc = Machine::matching(program, pc, false),
                _ => (),
            }
            pc += 1;
        }
    }
}

fn main() {
    let hello = "++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.";
    let mut m = Machine { tape: [0; 300], pointer: 0, steps: 0 };
    m.run(hello.as_bytes());
    println!("steps {} pointer {} first {}", m.steps, m.pointer, m.tape[0]);
    let squares = b"++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<[>+<-]>]<<-]<<-]";
    let mut m = Machine { tape: [0; 300], pointer: 0, steps: 0 };
    m.run(squares);
    println!("steps {}", m.steps);
}
