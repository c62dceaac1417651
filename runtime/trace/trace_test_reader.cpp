#include "runtime/trace/trace_test_reader.h"

#include <algorithm>
#include <cstring>
#include <fstream>

namespace paraudit::trace::test {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::string bytes(fs::file_size(path), '\0');
  std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

// Reads structs and strings off a payload; past the end it yields zeros and is not ok().
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}
  template <class T> T take() {
    T value{};
    std::string text = text_of(sizeof(T));
    if (text.size() == sizeof(T))
      std::memcpy(&value, text.data(), sizeof(T));
    return value;
  }
  std::string text_of(size_t size) {
    ok_ &= size <= rest_.size();
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(std::min(size, rest_.size()));
    return text;
  }
  bool ok() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

class Reader {
 public:
  explicit Reader(fs::path directory) : directory_(std::move(directory)) {}

  Trace read() {
    read_process();
    for (auto& entry : fs::directory_iterator(directory_))
      if (entry.path().filename().string().starts_with("thread-"))
        read_thread(entry.path());
    return std::move(trace_);
  }

 private:
  void problem(const std::string& text) { trace_.problems.push_back(text); }

  void read_process() {
    std::string bytes = read_file(directory_ / "process");
    paraudit_process_header& header = trace_.header;
    if (bytes.size() < sizeof(header))
      return problem("process: no header");
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.magic != PARAUDIT_PROCESS_MAGIC || header.version_major != PARAUDIT_TRACE_VERSION_MAJOR)
      return problem("process: magic or version");
    if (header.log_offset + header.log_capacity > bytes.size())
      return problem("process: size of the log");
    uint64_t end = std::min(header.log_reserved, header.log_capacity);
    for (uint64_t at = 0; at + sizeof(paraudit_meta_head) <= end;) {
      paraudit_meta_head head;
      std::memcpy(&head, bytes.data() + header.log_offset + at, sizeof(head));
      uint64_t size = head.kind_and_size >> 32;
      if (head.kind_and_size == 0 || head.check != paraudit_meta_check(head.kind_and_size, at)) {
        if (head.kind_and_size != 0 && (head.kind_and_size >> 16 & 0xff) == 0xa5)
          problem("log: wrong check word");
        at += 8;
        continue;
      }
      read_meta(static_cast<uint32_t>(head.kind_and_size & 0xffff),
                std::string_view(bytes).substr(header.log_offset + at + sizeof(head), size));
      at += sizeof(head) + (size + 7) / 8 * 8;
    }
  }

  void read_meta(uint32_t kind, std::string_view payload) {
    Cursor in(payload);
    switch (kind) {
    case PARAUDIT_META_SITE: {
      Site site{in.take<paraudit_meta_site>(), {}, {}, {}};
      site.file = in.text_of(site.meta.file_size);
      site.function = in.text_of(site.meta.function_size);
      site.lock_name = in.text_of(site.meta.lock_name_size);
      trace_.sites[site.meta.id] = site;
      break;
    }
    case PARAUDIT_META_LOCK_CLASS: {
      Class lock_class{in.take<paraudit_meta_class>(), {}};
      lock_class.name = in.text_of(lock_class.meta.name_size);
      trace_.classes[lock_class.meta.id] = lock_class;
      break;
    }
    case PARAUDIT_META_THREAD: {
      auto meta = in.take<paraudit_meta_thread>();
      trace_.thread_meta[meta.index] = meta;
      trace_.thread_names[meta.index] = in.text_of(meta.name_size);
      break;
    }
    case PARAUDIT_META_MODULE: {
      Module module{in.take<paraudit_meta_module>(), {}, {}};
      module.path = in.text_of(module.meta.path_size);
      module.build_id = in.text_of(module.meta.build_id_size);
      trace_.modules.push_back(module);
      break;
    }
    default:
      return read_other_meta(kind, in, payload);
    }
    check(kind, in);
  }

  void read_other_meta(uint32_t kind, Cursor& in, std::string_view payload) {
    switch (kind) {
    case PARAUDIT_META_CHAIN: {
      Chain chain{in.take<paraudit_meta_chain>(), {}};
      for (uint32_t i = 0; i < chain.meta.length && i < payload.size(); ++i)
        chain.links.push_back(in.take<paraudit_chain_link>());
      trace_.chains.push_back(chain);
      break;
    }
    case PARAUDIT_META_LABEL: {
      auto meta = in.take<paraudit_meta_label>();
      trace_.labels[meta.id] = in.text_of(meta.text_size);
      break;
    }
    case PARAUDIT_META_COUNTER: {
      auto meta = in.take<paraudit_meta_counter>();
      trace_.counters[in.text_of(meta.name_size)] = meta.value;
      break;
    }
    case PARAUDIT_META_EDGE_SYNC:
      trace_.edges.push_back(in.take<paraudit_meta_edge_sync>());
      break;
    case PARAUDIT_META_MODULE_END:
      trace_.unloaded.push_back(in.take<paraudit_meta_module_end>());
      break;
    case PARAUDIT_META_COMMAND:
      trace_.command = in.text_of(payload.size());
      break;
    case PARAUDIT_META_ENVIRONMENT:
      trace_.environment = in.text_of(payload.size());
      break;
    default:
      return problem("log: unknown kind " + std::to_string(kind));
    }
    check(kind, in);
  }

  void check(uint32_t kind, const Cursor& in) {
    if (!in.ok())
      problem("log: wrong size of a record of kind " + std::to_string(kind));
  }

  void read_thread(const fs::path& path) {
    std::string bytes = read_file(path), name = path.filename().string();
    Thread thread{};
    paraudit_thread_header& header = thread.header;
    if (bytes.size() < sizeof(header))
      return problem(name + ": no header");
    std::memcpy(&header, bytes.data(), sizeof(header));
    if (header.magic != PARAUDIT_THREAD_MAGIC || name != "thread-" + std::to_string(header.index))
      return problem(name + ": magic or index");
    if (header.ring_offset + header.ring_capacity * sizeof(paraudit_record) != bytes.size())
      return problem(name + ": size of the ring");
    thread.counters.resize(header.counters_capacity);
    std::memcpy(thread.counters.data(), bytes.data() + header.counters_offset,
                header.counters_capacity * sizeof(paraudit_counter));
    auto* ring = reinterpret_cast<const paraudit_record*>(bytes.data() + header.ring_offset);
    read_ring(thread, ring, name);
    trace_.threads.push_back(std::move(thread));
  }

  // The head in the header may be one record behind: the record itself is what counts.
  void read_ring(Thread& thread, const paraudit_record* ring, const std::string& name) {
    uint64_t capacity = thread.header.ring_capacity, head = thread.header.ring_head;
    auto written = [&](uint64_t index) {
      const paraudit_record& record = ring[index % capacity];
      return kind_of(record) != 0 && (record.word0 >> 8 & 1) == ((index / capacity & 1) ^ 1);
    };
    if (written(head))
      ++head;
    uint64_t first = head > capacity ? head - capacity : 0;
    for (uint64_t index = first; index < head; ++index) {
      if (written(index))
        thread.records.push_back(ring[index % capacity]);
      else if (index != first || head < capacity) // the oldest may be half overwritten
        problem(name + ": a hole in the ring at " + std::to_string(index));
    }
  }

  fs::path directory_;
  Trace trace_;
};

} // namespace

uint64_t Trace::acquisitions(const std::string& class_name) const {
  uint64_t sum = 0;
  for (const Thread& thread : threads)
    for (const paraudit_counter& counter : thread.counters)
      if (counter.key != 0 && classes.count(counter.class_id) && classes.at(counter.class_id).name == class_name)
        sum += counter.acquisitions;
  return sum;
}

uint64_t Trace::total(uint64_t paraudit_counter::* field) const {
  uint64_t sum = 0;
  for (const Thread& thread : threads)
    for (const paraudit_counter& counter : thread.counters)
      sum += counter.key == 0 ? 0 : counter.*field;
  return sum;
}

std::vector<paraudit_record> Trace::records_of(uint32_t kind) const {
  std::vector<paraudit_record> found;
  for (const Thread& thread : threads)
    std::copy_if(thread.records.begin(), thread.records.end(), std::back_inserter(found),
                 [&](const paraudit_record& record) { return kind_of(record) == kind; });
  return found;
}

Trace read_trace(const fs::path& process_directory) {
  return Reader(process_directory).read();
}

std::vector<fs::path> processes_in(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  for (auto& entry : fs::directory_iterator(directory, error))
    found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace paraudit::trace::test
