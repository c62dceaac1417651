#include "slots.h"

#include <mutex>

std::mutex references;
Slots* shared_slots = new Slots;

void one() {
  std::lock_guard<std::mutex> lock(references);
  shared_slots->add();
}
void two() {
  std::lock_guard<std::mutex> lock(references);
  shared_slots->drop();
}
int three() {
  std::lock_guard<std::mutex> lock(references);
  return shared_slots->size();
}
