#[derive(Clone, Copy, Debug, PartialEq)]
struct Matrix {
    cells: [[f64; 3]; 3],
}

impl Matrix {
    fn identity() -> Matrix {
        let mut m = Matrix { cells: [[0.0; 3]; 3] };
        for i in 0..3 {
            m.cells[i][i] = 1.0;
        }
        m
    }
    fn times(&self, other: &Matrix) -> Matrix {
        let mut m = Matrix { cells: [[0.0; 3]; 3] };
        for i in 0..3 {
            for j in 0..3 {
                for k in 0..3 {
                    m.cells[i][j] += self.cells[i][k] * other.cells[k][j];
                }
            }
        }
        m
    }
    fn determinant(&self) -> f64 {
        let c = &self.cells;
        c[0][0] * (c[1][1] * c[2][2] - c[1][2] * c[2][1]) - c[0][1] * (c[1][0] * c[2][2] - c[1][2] * c[2][0])
            + c[0][2] * (c[1][0] * c[2][1] - c[1][1] * c[2][0])
    }
}

fn power(m: &Matrix, n: u32) -> Matrix {
    if n == 0 {
        return Matrix::identity();
    }
    let half = power(m, n / 2);
    let square = half.times(&half);
    if n % 2 == 1 { square.times(m) } else { square }
}

fn main() {
    let m = Matrix { cells: [[1.0, 2.0, 0.5], [0.0, 1.0, -1.0], [3.0, 0.25, 2.0]] };
    println!("{:?}", power(&m, 5));
    println!("{} {}", m.determinant(), power(&m, 0) == Matrix::identity());
}
