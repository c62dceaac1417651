// What ids and addresses are called, from this process's own log: for messages while the process runs.
//
// Thread-safety: one thread each; others may append to the log meanwhile. Async-signal-safe: no allocation but mmap,
// no lock. Cost: one pass over the log when it is made. A name that is missing prints as a number.
#ifndef PARAUDIT_RUNTIME_TRACE_NAME_INDEX_H
#define PARAUDIT_RUNTIME_TRACE_NAME_INDEX_H

#include "runtime/abi/trace_format.h"
#include "runtime/trace/own_memory.h"
#include "runtime/trace/text_out.h"

namespace paraudit::trace {

class NameIndex {
 public:
  NameIndex();
  ~NameIndex();
  NameIndex(const NameIndex&) = delete;
  NameIndex& operator=(const NameIndex&) = delete;

  // The class's canonical name, else its kind.
  void put_class(TextOut& out, uint32_t class_id) const;
  // "file:line in function", or the module and offset of an address.
  void put_site(TextOut& out, uint32_t site_id) const;
  // The same of a static record (see paraudit_site_form), which may be of a module that is gone.
  void put_record(TextOut& out, const void* site, uint32_t form) const;
  void put_address(TextOut& out, uint64_t address) const;

  uint32_t class_kind(uint32_t class_id) const; // 0: unknown
  bool index_ordered(uint32_t class_id) const;

 private:
  void add(uint32_t kind, const paraudit_meta_head* head);

  OwnMemory memory_;
  uint32_t site_count_, class_count_, module_count_ = 0;
  size_t bytes_;
  const void** table_; // sites by id, classes by id, modules as loaded
};

} // namespace paraudit::trace
#endif
