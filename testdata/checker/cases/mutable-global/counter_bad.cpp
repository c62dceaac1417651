int next_label = 0; // CHECK: paraudit-mutable-global

int new_label() { return next_label++; }
