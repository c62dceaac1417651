// A read-only mapping of a whole file, and bounded loads from it.
//
// Thread-safety: immutable once open. Cost: one mmap; pages come in as they are read, holes of sparse files cost
// nothing. Errors: InputError with the system's reason. Limit: a file that another process shortens while it is mapped
// raises SIGBUS; the recorder never shortens a file that it has written.
#ifndef PARAUDIT_REPORTS_READER_MAPPED_FILE_H
#define PARAUDIT_REPORTS_READER_MAPPED_FILE_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include "reports/reader/input_error.h"

namespace paraudit::reports {

class MappedFile {
 public:
  explicit MappedFile(const std::string& path);
  // `size` zeros in memory, which stand for a file; they cost nothing until touched.
  MappedFile(const std::string& path, std::uint64_t size);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }
  std::byte* writable() { return const_cast<std::byte*>(data_); } // of those in memory only
  std::span<const std::byte> bytes() const { return {data_, size_}; }

  // Copies a T from `offset`; the file need not be aligned. InputError when it does not fit: `what` names the
  // structure.
  template <class T> T load(std::uint64_t offset, const char* what) const {
    check_range(offset, sizeof(T), what);
    T value;
    std::memcpy(&value, data_ + offset, sizeof(T));
    return value;
  }
  // InputError unless [offset, offset + length) lies in the file.
  void check_range(std::uint64_t offset, std::uint64_t length, const char* what) const;

 private:
  std::string path_;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

} // namespace paraudit::reports

#endif
