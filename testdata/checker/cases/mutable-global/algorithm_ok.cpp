// Library code that only looks at what it could change.
#include <algorithm>
#include <iterator>
#include <numeric>

static unsigned char bytes[4];
static int numbers[] = {1, 2, 3};

unsigned char* find() { return std::find(bytes, bytes + 4, static_cast<unsigned char>(3)); }
long length() { return std::distance(bytes, bytes + 4); }
unsigned char* search() { return std::search(bytes, bytes + 4, bytes + 1, bytes + 2); }
int largest() { return *std::max_element(std::begin(numbers), std::end(numbers)); }
bool sorted() { return std::is_sorted(numbers, numbers + 3) && std::binary_search(numbers, numbers + 3, 2); }
