// For tests: a fresh directory that goes away with the test.
//
// Thread-safety: none. Errors: std::filesystem's exceptions.
#ifndef PARAUDIT_REPORTS_READER_TEST_DIRECTORY_H
#define PARAUDIT_REPORTS_READER_TEST_DIRECTORY_H

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace paraudit::reports {

class TestDirectory {
 public:
  TestDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "paraudit-reports-XXXXXX").string();
    if (!::mkdtemp(name.data()))
      throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~TestDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  std::string path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }

 private:
  std::string path_;
};

} // namespace paraudit::reports

#endif
