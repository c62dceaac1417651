#include "reports/reader/process_file.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace paraudit::reports {
namespace {

constexpr std::uint64_t kMarker = 0xa5;

// A log record's payload: fixed part first, then its strings in order.
class Payload {
 public:
  Payload(const MappedFile& file, std::uint64_t offset, std::uint64_t size)
      : file_(file), offset_(offset), left_(size) {}

  template <class T> T fixed(const char* what) {
    need(sizeof(T), what);
    return advance(sizeof(T), file_.load<T>(offset_, what));
  }
  std::string text(std::uint64_t length, const char* what) {
    need(length, what);
    const char* begin = reinterpret_cast<const char*>(file_.bytes().data() + offset_);
    return advance(length, std::string(begin, length));
  }
  std::string rest() { return text(left_, "text"); }
  std::uint64_t offset() const { return offset_; }

 private:
  void need(std::uint64_t length, const char* what) const {
    if (length > left_)
      throw InputError(file_.path(), offset_,
                       std::string(what) + " needs " + std::to_string(length) + " bytes, its record has " +
                           std::to_string(left_) + " left: the file is damaged; record again");
  }
  template <class T> T advance(std::uint64_t length, T value) {
    offset_ += length;
    left_ -= length;
    return value;
  }

  const MappedFile& file_;
  std::uint64_t offset_, left_;
};

std::vector<std::string> split_nul(const std::string& text) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = std::min(text.find('\0', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

void read_site(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_site>("site");
  TraceSite site;
  site.id = raw.id;
  site.line = raw.line;
  site.column = raw.column;
  site.column_kind = raw.column_kind;
  site.address = raw.address;
  site.inlined_at = raw.inlined_at;
  site.caller = raw.caller;
  site.file = in.text(raw.file_size, "site's file name");
  site.function = in.text(raw.function_size, "site's function name");
  site.lock_name = in.text(raw.lock_name_size, "site's lock name");
  trace.sites.insert_or_assign(raw.id, std::move(site));
}

void read_class(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_class>("lock class");
  TraceClass record;
  record.id = raw.id;
  record.site = raw.site;
  record.kind = raw.kind;
  record.index_ordered = raw.flags & PARAUDIT_CLASS_INDEX_ORDERED;
  record.readers_pass = raw.flags & PARAUDIT_CLASS_READERS_PASS;
  record.name = in.text(raw.name_size, "lock class's name");
  trace.classes.insert_or_assign(raw.id, std::move(record));
}

// Repeated as more becomes known: what is known already stays.
void read_thread(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_thread>("thread");
  TraceThread& thread = trace.thread_info[raw.index];
  thread.index = raw.index;
  thread.os_tid = raw.os_tid ? raw.os_tid : thread.os_tid;
  thread.parent = raw.parent_index ? raw.parent_index : thread.parent;
  thread.start_ticks = raw.start_ticks ? raw.start_ticks : thread.start_ticks;
  thread.end_ticks = raw.end_ticks ? raw.end_ticks : thread.end_ticks;
  std::string name = in.text(raw.name_size, "thread's name");
  if (!name.empty())
    thread.name = std::move(name);
}

void read_module(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_module>("module");
  TraceModule module;
  module.begin = raw.begin;
  module.end = raw.end;
  module.bias = raw.bias;
  module.loaded_ticks = raw.ticks;
  module.path = in.text(raw.path_size, "module's path");
  module.build_id = in.text(raw.build_id_size, "module's build id");
  trace.modules.push_back(std::move(module));
}

void read_module_end(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_module_end>("module end");
  for (TraceModule& module : trace.modules)
    if (module.begin == raw.begin && module.end == raw.end && module.unloaded_ticks == 0)
      module.unloaded_ticks = raw.ticks;
}

void read_chain(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_chain>("chain");
  TraceChain chain;
  chain.hash = raw.hash;
  chain.ticks = raw.ticks;
  chain.thread = raw.thread;
  // Each link is checked against the record's end before it is kept, so a wild length costs one error, no memory.
  for (std::uint32_t i = 0; i < raw.length; ++i)
    chain.links.push_back(in.fixed<paraudit_chain_link>("chain's link"));
  trace.chains.push_back(std::move(chain));
}

// argv, then working directory and executable as the last two words.
void read_command(Payload& in, ProcessTrace& trace) {
  std::vector<std::string> words = split_nul(in.rest());
  if (words.size() >= 2) {
    trace.executable = words.back();
    trace.working_directory = words[words.size() - 2];
    words.resize(words.size() - 2);
  }
  trace.command = std::move(words);
}

void read_label(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_label>("label");
  trace.labels.insert_or_assign(raw.id, in.text(raw.text_size, "label's text"));
}

void read_counter(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_counter>("counter");
  trace.counters[in.text(raw.name_size, "counter's name")] += raw.value;
}

void read_sync(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_edge_sync>("thread edge");
  trace.syncs.push_back({raw.ticks, raw.from_thread, raw.to_thread});
}

void read_state(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_state>("watched state");
  trace.watched[raw.number] = in.text(raw.name_size, "watched state's id");
}

void read_access(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_watched>("watched access");
  TraceAccess access;
  access.ticks = raw.ticks;
  access.address = raw.address;
  access.state = raw.state;
  access.site = raw.site;
  access.thread = raw.thread;
  access.write = raw.flags & PARAUDIT_WATCH_WRITE;
  access.atomic = raw.flags & PARAUDIT_WATCH_ATOMIC;
  for (std::uint32_t i = 0; i < raw.length; ++i)
    access.held.push_back(in.fixed<paraudit_chain_link>("held lock"));
  trace.accesses.push_back(std::move(access));
}

void read_phase(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_phase>("phase");
  trace.phases.push_back({raw.ticks, raw.thread, raw.group, raw.phase});
}

void read_handover(Payload& in, ProcessTrace& trace) {
  auto raw = in.fixed<paraudit_meta_handover>("handover");
  trace.handovers.push_back({raw.ticks, raw.object, raw.thread, (raw.flags & PARAUDIT_HANDOVER_GIVE) != 0});
}

void read_environment(Payload& in, ProcessTrace& trace) {
  trace.environment = split_nul(in.rest());
}

// Records of kinds that this version does not use (kinds of later minor versions).
void read_nothing(Payload&, ProcessTrace&) {}

using RecordReader = void (*)(Payload&, ProcessTrace&);

RecordReader reader_of(std::uint64_t kind) {
  switch (kind) {
  case PARAUDIT_META_SITE:
    return read_site;
  case PARAUDIT_META_LOCK_CLASS:
    return read_class;
  case PARAUDIT_META_THREAD:
    return read_thread;
  case PARAUDIT_META_MODULE:
    return read_module;
  case PARAUDIT_META_MODULE_END:
    return read_module_end;
  case PARAUDIT_META_CHAIN:
    return read_chain;
  case PARAUDIT_META_LABEL:
    return read_label;
  case PARAUDIT_META_COMMAND:
    return read_command;
  case PARAUDIT_META_ENVIRONMENT:
    return read_environment;
  case PARAUDIT_META_COUNTER:
    return read_counter;
  case PARAUDIT_META_EDGE_SYNC:
    return read_sync;
  case PARAUDIT_META_PHASE:
    return read_phase;
  case PARAUDIT_META_HANDOVER:
    return read_handover;
  case PARAUDIT_META_STATE:
    return read_state;
  case PARAUDIT_META_WATCHED:
    return read_access;
  default:
    return read_nothing;
  }
}

void check_header(const MappedFile& file, const paraudit_process_header& header) {
  if (header.magic != PARAUDIT_PROCESS_MAGIC)
    throw InputError(file.path(), 0, "not a paraudit trace (bad magic)");
  if (header.version_major != PARAUDIT_TRACE_VERSION_MAJOR)
    throw InputError(file.path(), offsetof(paraudit_process_header, version_major),
                     "trace version " + std::to_string(header.version_major) + "." +
                         std::to_string(header.version_minor) + ", this program reads version " +
                         std::to_string(PARAUDIT_TRACE_VERSION_MAJOR) +
                         ".x: use the paraudit that belongs to the recorder");
  if (header.header_size < sizeof header)
    throw InputError(file.path(), offsetof(paraudit_process_header, header_size), "header size is too small");
  if (header.anchor_count > PARAUDIT_CLOCK_ANCHORS)
    throw InputError(file.path(), offsetof(paraudit_process_header, anchor_count),
                     "header has " + std::to_string(header.anchor_count) + " clock anchors, at most " +
                         std::to_string(PARAUDIT_CLOCK_ANCHORS) + " fit: the file is damaged; record again");
  file.check_range(header.log_offset, header.log_capacity, "log");
}

ClockFit fit_clock(std::uint32_t clock, const std::vector<paraudit_clock_anchor>& anchors) {
  if (clock == PARAUDIT_CLOCK_MONOTONIC)
    return {};
  if (anchors.size() >= 2 && anchors.back().ticks > anchors.front().ticks &&
      anchors.back().monotonic_ns > anchors.front().monotonic_ns)
    return {static_cast<double>(anchors.back().monotonic_ns - anchors.front().monotonic_ns) /
                static_cast<double>(anchors.back().ticks - anchors.front().ticks),
            true};
  return {1.0, false};
}

void copy_header(const paraudit_process_header& header, ProcessTrace& trace) {
  trace.pid = header.pid;
  trace.parent_pid = header.parent_pid;
  trace.policy = header.policy;
  trace.clock = header.clock;
  trace.sample_period = header.sample_period;
  trace.start_realtime_ns = header.start_realtime_ns;
  trace.start_ticks = header.start_ticks;
  trace.end_ticks = header.end_ticks;
  trace.ended = header.end_ticks != 0;
  trace.log_dropped = header.log_dropped;
  trace.threads_dropped = header.threads_dropped;
  trace.anchors.assign(header.anchors, header.anchors + header.anchor_count);
  trace.clock_fit = fit_clock(header.clock, trace.anchors);
}

struct Head {
  paraudit_meta_head raw;
  std::uint64_t size() const { return raw.kind_and_size >> 32; }
  std::uint64_t padded_size() const { return (size() + 7) & ~std::uint64_t{7}; }
  bool valid(std::uint64_t position) const {
    return (raw.kind_and_size >> 16 & 0xff) == kMarker && raw.check == paraudit_meta_check(raw.kind_and_size, position);
  }
};

// A record that was reserved and never completed starts with a zero word; what follows it up to the next good head is
// its unfinished payload. A bad head anywhere else is damage.
void read_log(const MappedFile& file, const paraudit_process_header& header, ProcessTrace& trace) {
  std::uint64_t end = std::min(header.log_reserved, header.log_capacity);
  bool in_hole = false;
  std::uint64_t position = 0;
  while (end >= sizeof(paraudit_meta_head) && position <= end - sizeof(paraudit_meta_head)) {
    Head head{file.load<paraudit_meta_head>(header.log_offset + position, "log record")};
    if (!head.valid(position)) {
      if (head.raw.kind_and_size != 0 && !in_hole)
        throw InputError(file.path(), header.log_offset + position,
                         "log record is damaged (bad check word); record again");
      in_hole = true;
      trace.notes.torn_log_bytes += 8;
      position += 8;
      continue;
    }
    in_hole = false;
    std::uint64_t payload = position + sizeof(paraudit_meta_head);
    if (head.size() > end - payload)
      throw InputError(file.path(), header.log_offset + position,
                       "log record of " + std::to_string(head.size()) + " bytes runs past the log's end");
    Payload in(file, header.log_offset + payload, head.size());
    reader_of(head.raw.kind_and_size & 0xffff)(in, trace);
    position = payload + head.padded_size();
  }
}

} // namespace

bool read_process_file(const std::string& path, ProcessTrace& trace) {
  MappedFile file(path);
  trace.bytes += file.size();
  if (file.size() == 0 || file.load<std::uint64_t>(0, "process header") == 0)
    return false;
  auto header = file.load<paraudit_process_header>(0, "process header");
  check_header(file, header);
  copy_header(header, trace);
  read_log(file, header, trace);
  return true;
}

std::string object_kind_name(std::uint16_t kind) {
  switch (kind) {
#define PARAUDIT_OBJECT(NAME, value, text, is_lock)                                                                    \
  case value:                                                                                                          \
    return text;
#include "runtime/abi/object_kinds.def"
  default:
    return "kind " + std::to_string(kind);
  }
}

bool object_kind_is_lock(std::uint16_t kind) {
  switch (kind) {
#define PARAUDIT_OBJECT(NAME, value, text, is_lock)                                                                    \
  case value:                                                                                                          \
    return is_lock;
#include "runtime/abi/object_kinds.def"
  default:
    return false;
  }
}

} // namespace paraudit::reports
