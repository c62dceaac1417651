// Numbers that only have to differ: they are compared for equality, looked up, and written into no result.
#include <atomic>
#include <thread>
#include <unordered_map>
#include <vector>

struct Stack {
  unsigned number = 0;
};

static std::atomic<unsigned> last_stack{0};

static unsigned new_stack_number() {
  return last_stack.fetch_add(1, std::memory_order_relaxed) + 1;
}

static bool is_same(const Stack& one, const Stack& other) {
  return one.number == other.number;
}

void run(std::vector<Stack>& stacks, std::unordered_map<unsigned, Stack*>& by_number) {
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < stacks.size(); ++i)
    workers.emplace_back([&stacks, i] { stacks[i].number = new_stack_number(); });
  for (std::thread& worker : workers)
    worker.join();
  for (Stack& stack : stacks)
    by_number[stack.number] = &stack;
  while (stacks.size() > 1 && is_same(stacks[0], stacks[1]))
    stacks.pop_back();
}
