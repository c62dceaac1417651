// For tests: writes trace directories byte for byte after runtime/abi/trace_format.h, without a recorder, so that a
// test knows the right answer and can damage any byte. Not part of a product.
//
// Thread-safety: none. Errors: std::runtime_error when a file cannot be written.
#ifndef PARAUDIT_REPORTS_READER_TRACE_WRITER_H
#define PARAUDIT_REPORTS_READER_TRACE_WRITER_H

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "runtime/abi/trace_format.h"

namespace paraudit::reports {

class ThreadWriter {
 public:
  ThreadWriter(std::uint32_t index, std::uint64_t start_ticks, std::uint64_t ring_capacity);

  // The counter slot of (site, class, mode), made on first use; the table grows with them.
  std::uint32_t slot(std::uint32_t site, std::uint32_t class_id, std::uint32_t mode = PARAUDIT_EXCLUSIVE);
  paraudit_counter& counter(std::uint32_t slot) { return counters_[slot]; }
  void span(std::uint32_t kind, std::uint32_t flags, std::uint32_t slot, std::uint32_t instance,
            std::uint64_t end_ticks, std::uint64_t duration);
  // A record whose second word is `word`: of a task, a key, ...
  void raw(std::uint32_t kind, std::uint64_t ticks, std::uint64_t word);
  // A contended acquisition: bumps the counter and writes its WAIT record.
  void wait(std::uint32_t slot, std::uint32_t instance, std::uint64_t end_ticks, std::uint64_t duration);
  // A sampled hold: bumps the counter and writes its HOLD record.
  void hold(std::uint32_t slot, std::uint32_t instance, std::uint64_t end_ticks, std::uint64_t duration);

  paraudit_thread_header header{};
  std::string bytes() const;
  std::uint32_t index() const { return header.index; }

 private:
  void size_counters(std::size_t capacity);
  void put_record(std::uint32_t kind, std::uint32_t flags, std::uint64_t ticks, std::uint64_t word);

  std::vector<paraudit_counter> counters_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> slots_;
  std::vector<paraudit_record> ring_;
};

class TraceWriter {
 public:
  explicit TraceWriter(std::uint64_t start_ticks = 1000);

  std::uint32_t site(const std::string& file, std::uint32_t line, const std::string& function = "",
                     std::uint32_t column = 0, std::uint8_t column_kind = PARAUDIT_COLUMN_NONE);
  std::uint32_t address_site(std::uint64_t address, std::uint32_t caller = 0);
  std::uint32_t lock_class(const std::string& name, std::uint16_t kind = PARAUDIT_OBJECT_MUTEX, std::uint32_t site = 0,
                           std::uint32_t flags = 0);
  void thread_info(const paraudit_meta_thread& thread, const std::string& name);
  void module(std::uint64_t begin, std::uint64_t end, std::uint64_t bias, const std::string& path);
  void command(const std::vector<std::string>& argv, const std::string& directory, const std::string& executable);
  void chain(std::uint32_t thread, std::uint64_t ticks, const std::vector<paraudit_chain_link>& links);
  void sync(std::uint64_t ticks, std::uint32_t from, std::uint32_t to);
  void phase(std::uint64_t ticks, std::uint32_t thread, std::uint32_t group, std::uint64_t phase);
  void handover(std::uint64_t ticks, std::uint32_t thread, std::uint64_t object, std::uint32_t flags);
  std::uint32_t watched_state(const std::string& id);
  void access(const paraudit_meta_watched& access, const std::vector<paraudit_chain_link>& held = {});
  void named_counter(const std::string& name, std::uint64_t value);
  // A record that was reserved and never completed.
  void torn(std::uint32_t payload_bytes);

  ThreadWriter& thread(std::uint32_t index, std::uint64_t ring_capacity = 64);
  std::string process_bytes() const;
  void write(const std::string& directory) const;

  paraudit_process_header header{};

 private:
  void record(std::uint16_t kind, const void* fixed, std::size_t size, const std::string& text);
  template <class T> void record(std::uint16_t kind, const T& fixed, const std::string& text) {
    record(kind, &fixed, sizeof fixed, text);
  }

  std::uint32_t sites_ = 0, classes_ = 0, states_ = 0;
  std::string log_;
  std::map<std::uint32_t, ThreadWriter> threads_;
};

// Writes a whole file, or throws.
void write_file(const std::string& path, const std::string& bytes);

} // namespace paraudit::reports

#endif
