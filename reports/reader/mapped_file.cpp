#include "reports/reader/mapped_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace paraudit::reports {
namespace {

// Closes the descriptor on every way out; the mapping outlives it.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0)
      ::close(fd);
  }
};

} // namespace

MappedFile::MappedFile(const std::string& path) : path_(path) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.fd < 0)
    throw InputError(path, std::string("cannot open: ") + std::strerror(errno));
  struct stat info;
  if (::fstat(file.fd, &info) != 0)
    throw InputError(path, std::string("cannot read: ") + std::strerror(errno));
  if (!S_ISREG(info.st_mode))
    throw InputError(path, "not a regular file");
  size_ = static_cast<std::size_t>(info.st_size);
  if (size_ == 0)
    return;
  void* memory = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file.fd, 0);
  if (memory == MAP_FAILED)
    throw InputError(path, std::string("cannot map: ") + std::strerror(errno));
  data_ = static_cast<const std::byte*>(memory);
}

MappedFile::MappedFile(const std::string& path, std::uint64_t size) : path_(path), size_(size) {
  if (size_ == 0)
    return;
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void* memory = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, kFlags, -1, 0);
  if (memory == MAP_FAILED)
    throw InputError(path, std::string("cannot unpack: ") + std::strerror(errno));
  data_ = static_cast<const std::byte*>(memory);
}

MappedFile::~MappedFile() {
  if (data_)
    ::munmap(const_cast<std::byte*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)), data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void MappedFile::check_range(std::uint64_t offset, std::uint64_t length, const char* what) const {
  if (offset <= size_ && length <= size_ - offset)
    return;
  throw InputError(path_, offset,
                   std::string(what) + " needs " + std::to_string(length) + " bytes, the file has " +
                       std::to_string(offset <= size_ ? size_ - offset : 0) +
                       " there: it is truncated or damaged; record again");
}

} // namespace paraudit::reports
