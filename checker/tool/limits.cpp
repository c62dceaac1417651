#include "checker/tool/limits.h"

#include <algorithm>

#include <sys/resource.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

constexpr std::uint64_t kLeastMebibytes = 2048;

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif
#else
constexpr bool kLimitsMemory = true;
#endif

} // namespace

std::uint64_t default_memory(unsigned jobs) {
  const std::uint64_t pages = static_cast<std::uint64_t>(std::max(0L, ::sysconf(_SC_PHYS_PAGES)));
  const std::uint64_t bytes = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return std::max(kLeastMebibytes, (bytes >> 20) * 4 / 5 / std::max(1u, jobs));
}

void limit_this_process(const Limits& limits, unsigned jobs) {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto so_far = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
  rlimit time{};
  ::getrlimit(RLIMIT_CPU, &time);
  time.rlim_cur = std::min<rlim_t>(time.rlim_max, so_far + limits.seconds + 1);
  ::setrlimit(RLIMIT_CPU, &time);
  if (kLimitsMemory) {
    rlimit memory{};
    ::getrlimit(RLIMIT_AS, &memory);
    const std::uint64_t mebibytes = limits.mebibytes != 0 ? limits.mebibytes : default_memory(jobs);
    memory.rlim_cur = std::min<rlim_t>(memory.rlim_max, mebibytes << 20);
    ::setrlimit(RLIMIT_AS, &memory);
  }
}

std::string advice_on_limits(const std::string& failure) {
  if (failure.find("CPU time") != std::string::npos) {
    return "; --unit-seconds allows it more";
  }
  if (failure.find("Aborted") != std::string::npos) {
    return "; where memory ran out, --memory-limit or a smaller -j allows it more";
  }
  return "";
}

} // namespace paraudit::tool
