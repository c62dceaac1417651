// A small reader of trace directories for the recorder's own tests. Strict: anything that the format does not allow is
// a problem that it lists.
#ifndef PARAUDIT_RUNTIME_TRACE_TRACE_TEST_READER_H
#define PARAUDIT_RUNTIME_TRACE_TRACE_TEST_READER_H

#include "runtime/abi/trace_format.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace paraudit::trace::test {

struct Site {
  paraudit_meta_site meta;
  std::string file, function, lock_name;
};
struct Class {
  paraudit_meta_class meta;
  std::string name;
};
struct Chain {
  paraudit_meta_chain meta;
  std::vector<paraudit_chain_link> links;
};
struct Module {
  paraudit_meta_module meta;
  std::string path, build_id;
};
struct Thread {
  paraudit_thread_header header;
  std::vector<paraudit_counter> counters; // by slot; key 0 is free
  std::vector<paraudit_record> records;   // oldest first
};
struct Trace {
  paraudit_process_header header{};
  std::map<uint32_t, Site> sites;
  std::map<uint32_t, Class> classes;
  std::map<uint32_t, std::string> labels, thread_names;
  std::map<uint32_t, paraudit_meta_thread> thread_meta; // the last one written
  std::map<std::string, uint64_t> counters;
  std::vector<Chain> chains;
  std::vector<Module> modules;
  std::vector<paraudit_meta_module_end> unloaded;
  std::vector<paraudit_meta_edge_sync> edges;
  std::string command, environment;
  std::vector<Thread> threads;
  std::vector<std::string> problems;

  uint64_t acquisitions(const std::string& class_name) const; // over all threads and sites
  uint64_t total(uint64_t paraudit_counter::* field) const;
  std::vector<paraudit_record> records_of(uint32_t kind) const;
};

Trace read_trace(const std::filesystem::path& process_directory);

// The process directories in a trace directory, by name.
std::vector<std::filesystem::path> processes_in(const std::filesystem::path& directory);

inline uint32_t slot_of(const paraudit_record& record) {
  return static_cast<uint32_t>(record.word1 & 0xffff);
}
inline uint32_t instance_of(const paraudit_record& record) {
  return static_cast<uint32_t>(record.word1 >> 16 & 0xffffff);
}
inline uint64_t duration_of(const paraudit_record& record) {
  return paraudit_duration_unpack(static_cast<uint32_t>(record.word1 >> 40));
}
inline uint32_t kind_of(const paraudit_record& record) {
  return static_cast<uint32_t>(record.word0 & 0xff);
}
inline uint64_t ticks_of(const paraudit_record& record) {
  return record.word0 >> 16;
}

} // namespace paraudit::trace::test
#endif
