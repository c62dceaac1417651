// Traces of any bytes: a process file and one thread file, read or refused with a message, every record visited.
//
// An input is the size of the process file (4 bytes, little-endian), that file, and the thread file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "reports/reader/input_error.h"
#include "reports/reader/trace_reader.h"

using namespace paraudit::reports;

namespace {

const std::string& directory() {
  // Never destroyed: the handler that removes the directory runs after statics are gone.
  static const std::string& made = *[] {
    auto* name = new std::string((std::filesystem::temp_directory_path() / "paraudit-fuzz-XXXXXX").string());
    if (!::mkdtemp(name->data()))
      std::abort();
    std::atexit([] { std::filesystem::remove_all(directory()); });
    return name;
  }();
  return made;
}

void write(const std::string& name, const std::uint8_t* data, std::size_t size) {
  std::ofstream(directory() + "/" + name, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::uint32_t first = 0;
  if (size < sizeof first)
    return 0;
  std::memcpy(&first, data, sizeof first);
  data += sizeof first;
  size -= sizeof first;
  std::size_t process = std::min<std::size_t>(first, size);
  write("process", data, process);
  write("thread-1", data + process, size - process);
  try {
    TraceSet traces;
    read_traces(directory(), traces);
    std::uint64_t sum = 0;
    for (const ProcessTrace& trace : traces.processes)
      for (const ThreadTrace& thread : trace.threads)
        thread.for_each_record([&](const RingRecord& record) {
          const paraudit_counter* counter = thread.counter_of_slot(record.slot);
          sum += record.duration + (counter ? counter->acquisitions : 0);
        });
    static volatile std::uint64_t sink;
    sink = sum;
  } catch (const InputError& error) {
    if (std::string(error.what()).empty())
      std::abort();
  }
  return 0;
}
