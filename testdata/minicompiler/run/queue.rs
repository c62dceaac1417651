const CAPACITY: usize = 8;

struct Queue {
    items: [i32; CAPACITY],
    head: usize,
    length: usize,
}

impl Queue {
    const fn new() -> Queue {
        Queue { items: [0; CAPACITY], head: 0, length: 0 }
    }
    fn push(&mut self, x: i32) -> bool {
        if self.length == CAPACITY {
            return false;
        }
        self.items[(self.head + self.length) % CAPACITY] = x;
        self.length += 1;
        true
    }
    fn pop(&mut self, out: &mut i32) -> bool {
        if self.length == 0 {
            return false;
        }
        *out = self.items[self.head];
        self.head = (self.head + 1) % CAPACITY;
        self.length -= 1;
        true
    }
}

struct Grid {
    walls: [[bool; 8]; 8],
}

impl Grid {
    fn distance(&self, from: (usize, usize), to: (usize, usize)) -> i32 {
        let mut dist = [[-1; 8]; 8];
        let mut work = [(0usize, 0usize); 64];
        let (mut first, mut last) = (0, 1);
        work[0] = from;
        dist[from.0][from.1] = 0;
        while first < last {
            let (y, x) = work[first];
            first += 1;
            if (y, x) == to {
                return dist[y][x];
            }
            for (dy, dx) in [(0i32, 1i32), (1, 0), (0, -1), (-1, 0)] {
                let (ny, nx) = (y as i32 + dy, x as i32 + dx);
                if ny < 0 || nx < 0 || ny > 7 || nx > 7 {
                    continue;
                }
                let (ny, nx) = (ny as usize, nx as usize);
                if !self.walls[ny][nx] && dist[ny][nx] < 0 {
                    dist[ny][nx] = dist[y][x] + 1;
                    work[last] = (ny, nx);
                    last += 1;
                }
            }
        }
        -1
    }
}

fn main() {
    let mut q = Queue::new();
    let mut pushed = 0;
    for i in 0..10 {
        pushed += q.push(i * i) as i32;
    }
    let mut x = 0;
    q.pop(&mut x);
    q.pop(&mut x);
    println!("{} {} {} {}", pushed, x, q.push(-7), q.length);
    let mut sum = 0;
    while q.pop(&mut x) {
        sum = sum * 3 + x;
    }
    println!("{}", sum);
    let mut g = Grid { walls: [[false; 8]; 8] };
    for i in 0..7 {
        g.walls[i][3] = true;
        g.walls[7 - i][5] = true;
    }
    println!("{} {}", g.distance((0, 0), (0, 7)), g.distance((7, 0), (7, 4)));
    g.walls[7][3] = true;
    println!("{}", g.distance((0, 0), (0, 7)));
}
