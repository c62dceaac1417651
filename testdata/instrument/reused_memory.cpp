// Locks whose memory is given back without a call that destroys them, and used again for other locks: by then these are
// other objects, and no cycle leads through the memory that they had. One thread takes the first objects' locks, another
// the second ones', both alive all the time, and nothing that a recorder sees orders them. Arguments: where the objects
// are (heap, mapped, stack), and "kept" to keep the first ones, so that there is a cycle. Ends with 3 where the memory
// is not the same.
#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <string_view>
#include <sys/mman.h>
#include <thread>

namespace {

struct Node {
  long depth = 0;
  std::mutex mutex;
  Node* next = nullptr;
};
struct Leaf {
  double weight = 1;
  std::mutex mutex;
  const char* name = "leaf";
};
static_assert(sizeof(Node) == sizeof(Leaf));

std::mutex global;
std::atomic<int> turn{0};
bool kept = false;

void wait_for(int wanted) {
  while (turn.load() != wanted)
    std::this_thread::yield();
}

void node_first(Node& node) {
  std::lock_guard outer(node.mutex);
  std::lock_guard inner(global);
}
void leaf_last(std::mutex& leaf) {
  std::lock_guard outer(global);
  std::lock_guard inner(leaf);
}
void in_order(Node& first, Node& second) {
  std::lock_guard outer(first.mutex);
  std::lock_guard inner(second.mutex);
}

void* memory_of(std::string_view where) {
  if (where == "mapped")
    return mmap(nullptr, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return operator new(2 * sizeof(Node));
}
void give_back(std::string_view where, void* memory) {
  if (where == "mapped")
    munmap(memory, 1 << 16);
  else
    operator delete(memory);
}

int in_memory(std::string_view where) {
  void* memory = memory_of(where);
  Node* nodes = nullptr;
  std::mutex* leaf = nullptr;
  std::thread first([&] {
    wait_for(1);
    node_first(nodes[0]);
    in_order(nodes[0], nodes[1]);
    turn = 2;
    wait_for(5);
  });
  std::thread second([&] {
    wait_for(3);
    leaf_last(*leaf);
    turn = 4;
    wait_for(5);
    if (kept)
      return;
    in_order(nodes[1], nodes[0]);
  });
  nodes = new (memory) Node[2];
  turn = 1;
  wait_for(2);
  leaf = &nodes[0].mutex;
  bool same = true;
  if (!kept) {
    give_back(where, memory);
    void* again = memory_of(where);
    same = again == memory;
    leaf = &(new (again) Leaf)->mutex;
  } else if (where == "mapped") {
    munmap(static_cast<char*>(memory) + 4096, (1 << 16) - 4096); // what lies beside goes
  }
  turn = 3;
  wait_for(4);
  if (!kept) {
    give_back(where, memory);
    void* again = memory_of(where);
    same = same && again == memory;
    nodes = new (again) Node[2];
  }
  turn = 5;
  first.join();
  second.join();
  give_back(where, memory);
  return same ? 0 : 3;
}

// The threads of one round end while nobody waits for them; the next round's get their stacks.
int on_stacks() {
  for (int round = 0; round < 200; ++round) {
    static std::atomic<void*> was{nullptr};
    turn = 0;
    std::thread([] {
      Node node;
      was = &node;
      node_first(node);
      turn = 1;
    }).detach();
    wait_for(1);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    static std::atomic<bool> same{false};
    std::thread([] {
      Leaf leaf;
      same = was == &leaf;
      if (same)
        leaf_last(leaf.mutex);
      turn = 2;
    }).detach();
    wait_for(2);
    if (same)
      return 0;
  }
  return 3;
}

} // namespace

int main(int count, char** arguments) {
  std::string_view where = count > 1 ? arguments[1] : "heap";
  kept = count > 2;
  return where == "stack" ? on_stacks() : in_memory(where);
}
