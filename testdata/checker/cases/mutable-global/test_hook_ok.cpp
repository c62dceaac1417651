// Knobs that only hooks for tests turn: while they do, nothing else runs.
namespace parser {
int max_repeat = 1000;
bool bail_when_slow = true;
int limit = -1;

void FUZZING_ONLY_set_max_repeat(int value) {
  max_repeat = value;
}

class Options {
 public:
  static void set_bail_for_testing(bool value) { bail_when_slow = value; }
};

class LimitTestHelper {
 public:
  static void set(int value) { limit = value; }
};

int parse(int count) {
  return bail_when_slow && count > max_repeat ? limit : count;
}
} // namespace parser
