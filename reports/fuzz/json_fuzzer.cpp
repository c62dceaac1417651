// Findings, reports and budgets of any bytes, as files: read or refused with a message, never more.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include "formats/located_error.h"
#include "reports/gate/budget.h"
#include "reports/gate/report_file.h"
#include "reports/reader/findings.h"
#include "reports/reader/input_error.h"

using namespace paraudit::reports;

namespace {

template <class Read> void refuse_or_read(Read read) {
  try {
    read();
  } catch (const InputError& error) {
    if (std::string(error.what()).empty())
      std::abort();
  } catch (const paraudit::formats::LocatedError& error) {
    if (std::string(error.what()).empty())
      std::abort();
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int fd = ::memfd_create("input", MFD_CLOEXEC);
  if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size))
    std::abort();
  std::string path = "/proc/self/fd/" + std::to_string(fd);
  refuse_or_read([&] { read_findings(path); });
  refuse_or_read([&] { read_report(path); });
  refuse_or_read([&] { parse_budget("b.yaml", std::string(reinterpret_cast<const char*>(data), size)); });
  ::close(fd);
  return 0;
}
