pub fn side(area: f64) -> f64 {
    area.sqrt()
}
