#include "runtime/sync/test_support.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* wanted = std::getenv("PARAUDIT_TEST_MODE");
  bool no_sync = paraudit::detail::kSerial || (wanted != nullptr && std::string_view(wanted) == "no-sync");
  paraudit::set_mode(no_sync ? paraudit::SyncMode::kNoSync : paraudit::SyncMode::kSync);
  int result = RUN_ALL_TESTS();
  // When the tests run recorded, only that they pass is of interest.
  if (const char* traces = std::getenv("PARAUDIT_TRACE_DIR"))
    std::filesystem::remove_all(traces);
  return result;
}
