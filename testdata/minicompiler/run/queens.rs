const N: usize = 8;

struct Board {
    columns: [bool; N],
    up: [bool; 2 * N - 1],
    down: [bool; 2 * N - 1],
    rows: [usize; N],
    solutions: u32,
}

impl Board {
    fn new() -> Board {
        Board { columns: [false; N], up: [false; 2 * N - 1], down: [false; 2 * N - 1], rows: [0; N], solutions: 0 }
    }

    fn free(&self, row: usize, column: usize) -> bool {
        !self.columns[column] && !self.up[row + column] && !self.down[row + N - 1 - column]
    }

    fn set(&mut self, row: usize, column: usize, value: bool) {
        self.columns[column] = value;
        self.up[row + column] = value;
        self.down[row + N - 1 - column] = value;
    }

    fn show(&self) {
        for row in 0..N {
            for column in 0..N {
                print!("{}", if self.rows[row] == column { 'Q' } else { '.' });
            }
            println!();
        }
    }

    fn place(&mut self, row: usize) {
        if row == N {
            self.solutions += 1;
            if self.solutions == 1 {
                self.show();
            }
            return;
        }
        for column in 0..N {
            if self.free(row, column) {
                self.set(row, column, true);
                self.rows[row] = column;
                self.place(row + 1);
                self.set(row, column, false);
            }
        }
    }
}

fn main() {
    let mut board = Board::new();
    board.place(0);
    println!("{} solutions for {} queens", board.solutions, N);
}
