// What cannot change, and what only its initialiser writes.
#include <string>
#include <vector>

const int kLimit = 10;
constexpr int kWidth = 80;
const char* const kName = "name";
static const std::string kText = "text";
const std::vector<int> kPrimes = {2, 3, 5};
int table[] = {1, 2, 3};
static std::string never_written = "x";

int compute() { return 7; }
int computed = compute();

int read(int i) {
  static const int kLocal = compute();
  static int initialised_once = compute();
  return kLimit + kWidth + kName[0] + static_cast<int>(kText.size()) + kPrimes[0] + table[i] + kLocal + computed +
         initialised_once + static_cast<int>(never_written.size());
}
