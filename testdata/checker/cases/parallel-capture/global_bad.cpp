// A global statistics counter, deep below a parallel loop.
#include <tbb/parallel_for_each.h>
#include <vector>

struct Instruction {
  int opcode;
};
static long folded;

static void fold(Instruction& instruction) {
  if (instruction.opcode == 0)
    ++folded; // CHECK: paraudit-parallel-capture
}

void run(std::vector<Instruction>& code) {
  tbb::parallel_for_each(code, [](Instruction& instruction) { fold(instruction); });
}
