fn main() {
    assert!(1 + 1 == 2, "arithmetic");
    assert_eq!(2 * 3, 6);
    assert_ne!(1, 2, "never");
    let a = [1, 2];
    assert_eq!(a, [1, 3], "arrays {}", 7);
}
