// The address of a worker's scratch space in a global pointer.
struct Scratch {
  int used = 0;
};
static thread_local Scratch scratch;
Scratch* current;

void enter() {
  current = &scratch; // CHECK: paraudit-worker-local-escape
}
