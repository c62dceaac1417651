#include "runtime/sync/test_support.h"

#include <cstdlib>
#include <string_view>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* wanted = std::getenv("PARAUDIT_TEST_MODE");
  bool no_sync = paraudit::detail::kSerial || (wanted != nullptr && std::string_view(wanted) == "no-sync");
  paraudit::set_mode(no_sync ? paraudit::SyncMode::kNoSync : paraudit::SyncMode::kSync);
  return RUN_ALL_TESTS();
}
