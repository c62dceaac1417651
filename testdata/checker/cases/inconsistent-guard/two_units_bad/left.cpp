#include "shared.h"

std::mutex left;
std::mutex right;
int tokens;

void take() {
  std::lock_guard<std::mutex> lock(left);
  --tokens;
}

void give() {
  std::lock_guard<std::mutex> lock(left);
  ++tokens;
}
