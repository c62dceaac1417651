#include "runtime/parallel/arena.h"

#include <algorithm>

namespace paraudit {

namespace {
constexpr std::size_t kFirstChunk = 4096;
constexpr std::size_t kLargestChunk = std::size_t{1} << 20;
constexpr std::size_t kChunkHeader = 64; // keeps the first value cache-line aligned
} // namespace

LocalArena::~LocalArena() {
  while (doomed_) {
    detail::Doomed* doomed = std::exchange(doomed_, doomed_->before);
    doomed->destroy(doomed->value, doomed->count);
  }
  while (chunks_) {
    Chunk* chunk = std::exchange(chunks_, chunks_->before);
    ::operator delete(chunk, std::align_val_t(kChunkHeader));
  }
}

// A new chunk twice the size of all before it, up to the largest, or just large enough for a giant.
void* LocalArena::allocate_slowly(std::size_t size, std::size_t align) {
  if (size > SIZE_MAX / 2 || align > SIZE_MAX / 2) {
    throw std::bad_alloc();
  }
  std::size_t wanted = std::clamp(reserved_, kFirstChunk, kLargestChunk);
  std::size_t bytes = std::max(wanted, kChunkHeader + size + align);
  auto* chunk = static_cast<Chunk*>(::operator new(bytes, std::align_val_t(kChunkHeader)));
  chunk->before = chunks_;
  chunk->size = bytes;
  chunks_ = chunk;
  reserved_ += bytes;
  next_ = reinterpret_cast<std::uintptr_t>(chunk) + kChunkHeader;
  end_ = reinterpret_cast<std::uintptr_t>(chunk) + bytes;
  return allocate(size, align);
}

void LocalArena::swap(LocalArena& other) noexcept {
  std::swap(next_, other.next_);
  std::swap(end_, other.end_);
  std::swap(chunks_, other.chunks_);
  std::swap(doomed_, other.doomed_);
  std::swap(reserved_, other.reserved_);
}

} // namespace paraudit
