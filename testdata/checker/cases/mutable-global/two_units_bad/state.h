#pragma once

extern int current_line;
inline int header_counter = 0; // CHECK: paraudit-mutable-global
