#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair(f64, bool);

#[derive(Debug, PartialEq, Clone, Copy)]
struct Unit;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    from: Point,
    to: Point,
    tag: char,
}

impl Point {
    const ORIGIN: Point = Point { x: 0, y: 0 };

    fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }
    fn norm1(&self) -> i32 {
        self.x.abs() + self.y.abs()
    }
    fn shift(&mut self, dx: i32, dy: i32) -> &mut Self {
        self.x += dx;
        self.y += dy;
        self
    }
    fn swapped(self) -> Point {
        Point { x: self.y, y: self.x }
    }
}

impl Line {
    fn length(&self) -> f64 {
        let dx = (self.to.x - self.from.x) as f64;
        let dy = (self.to.y - self.from.y) as f64;
        (dx * dx + dy * dy).sqrt()
    }
}

fn sum(points: &[Point]) -> Point {
    let mut total = Point::ORIGIN;
    for p in points {
        total.x += p.x;
        total.y += p.y;
    }
    total
}

fn main() {
    let mut p = Point::new(3, -4);
    println!("{:?} {}", p, p.norm1());
    p.shift(1, 1).shift(2, 2);
    println!("{:?} {:?}", p, p.swapped());
    let q = Point { x: 10, ..p };
    println!("{} {}", q == p, q != p);
    let line = Line { from: p, to: q, tag: 'L' };
    println!("{:?} {}", line, line.length());
    let pair = Pair(1.5, true);
    println!("{:?} {:?}", pair, Unit);
    let Pair(f, b) = pair;
    println!("{} {}", f, b);
    let points = [p, q, Point::new(1, 1)];
    println!("{:?} {:?}", sum(&points), sum(&points[1..]));
    let Point { x, y: why } = q;
    println!("{} {}", x, why);
    match line {
        Line { from: Point { x: 0, .. }, .. } => println!("starts at zero"),
        Line { to: Point { x, y }, tag: 'A'..='Z', .. } if x > y => println!("upper {} {}", x, y),
        _ => println!("other"),
    }
}
