// The same knobs, and one caller that is no test; a name that only looks like one.
namespace parser {
int max_repeat = 1000; // CHECK: paraudit-mutable-global
int fastest = 0; // CHECK: paraudit-mutable-global

void FUZZING_ONLY_set_max_repeat(int value) {
  max_repeat = value;
}

void configure(int value) {
  max_repeat = value;
}

void note_fastest(int value) {
  if (value < fastest)
    fastest = value;
}

int parse(int count) {
  return count > max_repeat ? 0 : count;
}
} // namespace parser
