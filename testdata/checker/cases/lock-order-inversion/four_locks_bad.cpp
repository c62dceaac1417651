// A cycle over four locks of four classes, through calls.
#include <mutex>

struct Files {
  std::mutex mutex;
};
struct Lines {
  std::mutex mutex;
};
struct Macros {
  std::mutex mutex;
};
struct Tokens {
  std::mutex mutex;
};

Files files;
Lines lines;
Macros macros;
Tokens tokens;

void lock_lines() {
  std::lock_guard<std::mutex> guard(lines.mutex); // CHECK: paraudit-lock-order-inversion
}
void lock_macros() {
  std::lock_guard<std::mutex> guard(macros.mutex);
}
void lock_tokens() {
  std::lock_guard<std::mutex> guard(tokens.mutex);
}
void lock_files() {
  std::lock_guard<std::mutex> guard(files.mutex);
}

void read() {
  std::lock_guard<std::mutex> guard(files.mutex);
  lock_lines();
}
void split() {
  std::lock_guard<std::mutex> guard(lines.mutex);
  lock_macros();
}
void expand() {
  std::lock_guard<std::mutex> guard(macros.mutex);
  lock_tokens();
}
void emit() {
  std::lock_guard<std::mutex> guard(tokens.mutex);
  lock_files();
}
