// Library code that changes what it is given.
#include <algorithm>
#include <numeric>
#include <utility>

static int sorted[] = {3, 2, 1}; // CHECK: paraudit-mutable-global
static char filled[4];           // CHECK: paraudit-mutable-global
static int first;                // CHECK: paraudit-mutable-global
static int second;               // CHECK: paraudit-mutable-global
static long counted[4];          // CHECK: paraudit-mutable-global

void sort() { std::sort(sorted, sorted + 3); }
void fill() { std::fill(filled, filled + 4, 'x'); }
void swap() { std::swap(first, second); }
void count() { std::iota(counted, counted + 4, 0L); }
