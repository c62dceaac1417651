// main of the pool's tests: a test that hangs is killed with its name, after PARAUDIT_TEST_WATCHDOG seconds (120).
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

#include <gtest/gtest.h>

namespace {

char g_current[256]; // for the signal handler, which may not allocate

void on_alarm(int) {
  constexpr char kText[] = "\nwatchdog: hung in ";
  (void)!write(2, kText, sizeof kText - 1);
  (void)!write(2, g_current, std::strlen(g_current));
  (void)!write(2, "\n", 1);
  _exit(3);
}

class Watchdog : public testing::EmptyTestEventListener {
 public:
  explicit Watchdog(unsigned seconds) : seconds_(seconds) {}
  void OnTestStart(const testing::TestInfo& info) override {
    std::string name = std::string(info.test_suite_name()) + "." + info.name();
    name.copy(g_current, sizeof g_current - 1);
    g_current[std::min(name.size(), sizeof g_current - 1)] = 0;
    alarm(seconds_);
  }
  void OnTestEnd(const testing::TestInfo&) override { alarm(0); }

 private:
  unsigned seconds_;
};

} // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  std::signal(SIGALRM, on_alarm);
  const char* seconds = std::getenv("PARAUDIT_TEST_WATCHDOG");
  testing::UnitTest::GetInstance()->listeners().Append(new Watchdog(seconds ? std::atoi(seconds) : 120));
  return RUN_ALL_TESTS();
}
