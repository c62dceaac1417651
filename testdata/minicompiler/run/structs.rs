#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair(i32, Point);

#[derive(Debug, Clone, Copy)]
struct Marker;

#[derive(Debug)]
struct Line {
    from: Point,
    to: Point,
    name: &'static str,
}

impl Point {
    const ORIGIN: Point = Point { x: 0, y: 0 };

    fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }
    fn add(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }
    fn scale(&mut self, by: i32) {
        self.x *= by;
        self.y *= by;
    }
    fn manhattan(&self) -> i32 {
        self.x.abs() + self.y.abs()
    }
}

impl Line {
    fn reversed(self) -> Line {
        Line { from: self.to, to: self.from, ..self }
    }
}

fn swap(p: &mut Point) {
    let Point { x, y } = *p;
    p.x = y;
    p.y = x;
}

fn main() {
    let mut a = Point::new(3, -4);
    let b = a;
    a.scale(2);
    println!("{:?} {:?} {}", a, b, a.add(b).manhattan());
    swap(&mut a);
    println!("{:?} {}", a, a == Point { x: -8, y: 6 });
    let p = Pair(7, b);
    let Pair(n, Point { y, .. }) = p;
    println!("{:?} {} {} {}", p, n, y, p.1.x);
    println!("{:?} {}", Marker, p != Pair(7, Point::ORIGIN));
    let line = Line { from: b, to: Point::ORIGIN, name: "edge" };
    println!("{:?}", line);
    let line = line.reversed();
    println!("{:?} {}", line, line.name.len());
    let points = [Point::new(1, 1); 3];
    println!("{:?}", points);
    let mut nested = (1, (2.5, 'x'), [Point::ORIGIN, b]);
    nested.1 .0 += 1.0;
    nested.2[1].x = 9;
    println!("{:?}", nested);
}
