#include "reports/reader/trace_writer.h"

#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace paraudit::reports {
namespace {

constexpr std::size_t kCounters = 64;

template <class T> void put(std::string& bytes, std::size_t offset, const T* items, std::size_t count) {
  std::size_t size = count * sizeof(T);
  if (bytes.size() < offset + size)
    bytes.resize(offset + size);
  if (size)
    std::memcpy(bytes.data() + offset, items, size);
}

std::string nul_separated(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += word + '\0';
  return text;
}

} // namespace

ThreadWriter::ThreadWriter(std::uint32_t index, std::uint64_t start_ticks, std::uint64_t ring_capacity)
    : ring_(ring_capacity) {
  header.magic = PARAUDIT_THREAD_MAGIC;
  header.version_major = PARAUDIT_TRACE_VERSION_MAJOR;
  header.version_minor = PARAUDIT_TRACE_VERSION_MINOR;
  header.header_size = sizeof header;
  header.index = index;
  header.os_tid = 1000 + index;
  header.counters_offset = PARAUDIT_PAGE;
  size_counters(kCounters);
  header.ring_capacity = ring_capacity;
  header.start_ticks = start_ticks;
}

void ThreadWriter::size_counters(std::size_t capacity) {
  counters_.resize(capacity);
  header.counters_capacity = capacity;
  header.ring_offset = PARAUDIT_PAGE + capacity * sizeof(paraudit_counter);
}

std::uint32_t ThreadWriter::slot(std::uint32_t site, std::uint32_t class_id, std::uint32_t mode) {
  auto [it, added] = slots_.try_emplace({site, class_id, mode}, static_cast<std::uint32_t>(slots_.size()));
  if (it->second >= counters_.size())
    size_counters(2 * counters_.size());
  if (added)
    counters_.at(it->second) = {std::uint64_t{site} << 32 | class_id | 1, site, class_id, mode, 0, 0, 0, 0, 0, 0};
  return it->second;
}

void ThreadWriter::span(std::uint32_t kind, std::uint32_t flags, std::uint32_t slot, std::uint32_t instance,
                        std::uint64_t end_ticks, std::uint64_t duration) {
  put_record(kind, flags, end_ticks, paraudit_span(slot, instance, duration));
}

void ThreadWriter::raw(std::uint32_t kind, std::uint64_t ticks, std::uint64_t word) {
  put_record(kind, 0, ticks, word);
}

void ThreadWriter::put_record(std::uint32_t kind, std::uint32_t flags, std::uint64_t ticks, std::uint64_t word) {
  std::uint64_t index = header.ring_head++;
  ring_.at(index % ring_.size()) = {paraudit_record_word0(kind, flags, index, ring_.size(), ticks), word};
  if (index >= ring_.size())
    ++header.ring_dropped;
}

void ThreadWriter::wait(std::uint32_t slot, std::uint32_t instance, std::uint64_t end_ticks, std::uint64_t duration) {
  paraudit_counter& counter = counters_.at(slot);
  ++counter.acquisitions;
  ++counter.contended;
  counter.wait_ticks += duration;
  span(PARAUDIT_RECORD_WAIT, PARAUDIT_FLAG_CONTENDED, slot, instance, end_ticks, duration);
}

void ThreadWriter::hold(std::uint32_t slot, std::uint32_t instance, std::uint64_t end_ticks, std::uint64_t duration) {
  paraudit_counter& counter = counters_.at(slot);
  ++counter.hold_samples;
  counter.hold_ticks += duration;
  span(PARAUDIT_RECORD_HOLD, PARAUDIT_FLAG_SAMPLED, slot, instance, end_ticks, duration);
}

std::string ThreadWriter::bytes() const {
  std::string bytes;
  put(bytes, 0, &header, 1);
  put(bytes, PARAUDIT_PAGE, counters_.data(), counters_.size());
  put(bytes, PARAUDIT_PAGE + counters_.size() * sizeof(paraudit_counter), ring_.data(), ring_.size());
  return bytes;
}

TraceWriter::TraceWriter(std::uint64_t start_ticks) {
  header.magic = PARAUDIT_PROCESS_MAGIC;
  header.version_major = PARAUDIT_TRACE_VERSION_MAJOR;
  header.version_minor = PARAUDIT_TRACE_VERSION_MINOR;
  header.header_size = sizeof header;
  header.pid = 4711;
  header.parent_pid = 1;
  header.policy = PARAUDIT_POLICY_COUNT;
  header.clock = PARAUDIT_CLOCK_MONOTONIC;
  header.start_ticks = start_ticks;
  header.start_realtime_ns = 1;
  header.sample_period = 64;
  header.log_offset = (sizeof header + PARAUDIT_PAGE - 1) / PARAUDIT_PAGE * PARAUDIT_PAGE;
}

void TraceWriter::record(std::uint16_t kind, const void* fixed, std::size_t size, const std::string& text) {
  std::uint64_t offset = log_.size();
  paraudit_meta_head head;
  head.kind_and_size = kind | 0xa5ull << 16 | static_cast<std::uint64_t>(size + text.size()) << 32;
  head.check = paraudit_meta_check(head.kind_and_size, offset);
  log_.append(reinterpret_cast<const char*>(&head), sizeof head);
  log_.append(static_cast<const char*>(fixed), size);
  log_ += text;
  log_.resize((log_.size() + 7) / 8 * 8);
}

void TraceWriter::torn(std::uint32_t payload_bytes) {
  log_.resize(log_.size() + 8);           // kind_and_size was not stored yet
  log_.append(8 + payload_bytes, '\x2a'); // check and payload were
  log_.resize((log_.size() + 7) / 8 * 8);
}

std::uint32_t TraceWriter::site(const std::string& file, std::uint32_t line, const std::string& function,
                                std::uint32_t column, std::uint8_t column_kind) {
  paraudit_meta_site site{};
  site.id = ++sites_;
  site.line = line;
  site.column = column;
  site.column_kind = column_kind;
  site.file_size = static_cast<std::uint16_t>(file.size());
  site.function_size = static_cast<std::uint16_t>(function.size());
  record(PARAUDIT_META_SITE, site, file + function);
  return site.id;
}

std::uint32_t TraceWriter::address_site(std::uint64_t address, std::uint32_t caller) {
  paraudit_meta_site site{};
  site.id = ++sites_;
  site.address = address;
  site.caller = caller;
  record(PARAUDIT_META_SITE, site, "");
  return site.id;
}

std::uint32_t TraceWriter::lock_class(const std::string& name, std::uint16_t kind, std::uint32_t site,
                                      std::uint32_t flags) {
  paraudit_meta_class record_{};
  record_.id = ++classes_;
  record_.site = site;
  record_.kind = kind;
  record_.flags = flags;
  record_.name_size = static_cast<std::uint16_t>(name.size());
  record(PARAUDIT_META_LOCK_CLASS, record_, name);
  return record_.id;
}

void TraceWriter::thread_info(const paraudit_meta_thread& thread, const std::string& name) {
  paraudit_meta_thread copy = thread;
  copy.name_size = static_cast<std::uint32_t>(name.size());
  record(PARAUDIT_META_THREAD, copy, name);
}

void TraceWriter::module(std::uint64_t begin, std::uint64_t end, std::uint64_t bias, const std::string& path) {
  paraudit_meta_module module{};
  module.begin = begin;
  module.end = end;
  module.bias = bias;
  module.path_size = static_cast<std::uint16_t>(path.size());
  record(PARAUDIT_META_MODULE, module, path);
}

void TraceWriter::command(const std::vector<std::string>& argv, const std::string& directory,
                          const std::string& executable) {
  std::vector<std::string> words = argv;
  words.push_back(directory);
  words.push_back(executable);
  record(PARAUDIT_META_COMMAND, nullptr, 0, nul_separated(words));
}

void TraceWriter::chain(std::uint32_t thread, std::uint64_t ticks, const std::vector<paraudit_chain_link>& links) {
  paraudit_meta_chain chain{};
  chain.ticks = ticks;
  chain.thread = thread;
  chain.length = static_cast<std::uint32_t>(links.size());
  std::string bytes;
  put(bytes, 0, links.data(), links.size());
  record(PARAUDIT_META_CHAIN, chain, bytes);
}

void TraceWriter::sync(std::uint64_t ticks, std::uint32_t from, std::uint32_t to) {
  record(PARAUDIT_META_EDGE_SYNC, paraudit_meta_edge_sync{ticks, from, to}, "");
}

std::uint32_t TraceWriter::watched_state(const std::string& id) {
  record(PARAUDIT_META_STATE, paraudit_meta_state{++states_, static_cast<std::uint32_t>(id.size())}, id);
  return states_;
}

void TraceWriter::access(const paraudit_meta_watched& access, const std::vector<paraudit_chain_link>& held) {
  paraudit_meta_watched copy = access;
  copy.length = static_cast<std::uint32_t>(held.size());
  std::string bytes;
  put(bytes, 0, held.data(), held.size());
  record(PARAUDIT_META_WATCHED, copy, bytes);
}

void TraceWriter::phase(std::uint64_t ticks, std::uint32_t thread, std::uint32_t group, std::uint64_t phase) {
  record(PARAUDIT_META_PHASE, paraudit_meta_phase{ticks, thread, group, phase}, "");
}

void TraceWriter::handover(std::uint64_t ticks, std::uint32_t thread, std::uint64_t object, std::uint32_t flags) {
  record(PARAUDIT_META_HANDOVER, paraudit_meta_handover{ticks, object, thread, flags}, "");
}

void TraceWriter::named_counter(const std::string& name, std::uint64_t value) {
  record(PARAUDIT_META_COUNTER, paraudit_meta_counter{value, static_cast<std::uint32_t>(name.size()), 0}, name);
}

ThreadWriter& TraceWriter::thread(std::uint32_t index, std::uint64_t ring_capacity) {
  return threads_.try_emplace(index, index, header.start_ticks, ring_capacity).first->second;
}

std::string TraceWriter::process_bytes() const {
  paraudit_process_header final_header = header;
  final_header.thread_count = static_cast<std::uint32_t>(threads_.size());
  if (final_header.log_capacity == 0)
    final_header.log_capacity = log_.size();
  if (final_header.log_reserved == 0)
    final_header.log_reserved = log_.size();
  std::string bytes;
  put(bytes, 0, &final_header, 1);
  bytes.resize(header.log_offset);
  return bytes + log_;
}

void TraceWriter::write(const std::string& directory) const {
  std::filesystem::create_directories(directory);
  write_file(directory + "/process", process_bytes());
  for (const auto& [index, thread] : threads_)
    write_file(directory + "/thread-" + std::to_string(index), thread.bytes());
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  if (!out.flush())
    throw std::runtime_error("cannot write " + path);
}

} // namespace paraudit::reports
