fn not_main() {}
