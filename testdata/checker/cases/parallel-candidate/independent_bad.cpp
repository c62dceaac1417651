// Each function is optimised by itself.
#include <vector>

struct Instruction {
  int opcode = 0;
  int operand = 0;
};
struct Function {
  std::vector<Instruction> code;
  int folded = 0;
};

static void fold(Function& function) {
  for (Instruction& instruction : function.code) {
    if (instruction.opcode == 1 && instruction.operand == 0) {
      instruction.opcode = 0;
      ++function.folded;
    }
  }
}

void optimise(std::vector<Function>& functions) {
  for (Function& function : functions) // CHECK: paraudit-parallel-candidate
    fold(function);
}
