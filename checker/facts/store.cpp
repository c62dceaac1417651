#include "checker/facts/store.h"

#include "checker/facts/pack.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>
#include <zstd.h>

namespace paraudit::facts {
namespace {

constexpr int kCompressionLevel = 1; // facts are written once and read once: speed matters more than size

Error fault(std::string_view name, const std::string& what) {
  return Error{"cannot read facts file '" + std::string(name) + "': " + what +
               "; delete it and run the extraction again"};
}

Error system_fault(const std::string& action, const std::string& path) {
  return Error{"cannot " + action + " '" + path + "': " + std::strerror(errno)};
}

// Write beside the target, then rename: a reader sees the old file or the whole new one.
Result<std::string> write_file(const std::string& path, const std::string& bytes) {
  const std::string temporary = path + ".tmp" + std::to_string(::getpid());
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    if (!out)
      return system_fault("create facts file", path);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) {
      const Error error = system_fault("write facts file", path);
      ::unlink(temporary.c_str());
      return error;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = system_fault("rename facts file to", path);
    ::unlink(temporary.c_str());
    return error;
  }
  return path;
}

} // namespace

std::string content_hash(std::string_view bytes) {
  // FNV-1a over 128 bits: collisions matter here only by accident, not by malice.
  using Wide = unsigned __int128;
  constexpr Wide kPrime = (Wide{1} << 88) + 0x13b;
  Wide hash = (Wide{0x6c62272e07bb0142ULL} << 64) + 0x62b821756295c58dULL;
  for (const char c : bytes)
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  std::array<char, 32> digits;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, hash >>= 4)
    *digit = "0123456789abcdef"[static_cast<unsigned>(hash & 15)];
  return {digits.data(), digits.size()};
}

std::string encode(const TuFacts& facts) {
  const std::string raw = pack(facts);
  std::string bytes(ZSTD_compressBound(raw.size()), '\0');
  const std::size_t size = ZSTD_compress(bytes.data(), bytes.size(), raw.data(), raw.size(), kCompressionLevel);
  assert(!ZSTD_isError(size) && "the bound is always large enough");
  bytes.resize(size);
  return bytes;
}

Result<TuFacts> decode(std::string_view bytes, std::string_view name) {
  const unsigned long long claimed = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (claimed == ZSTD_CONTENTSIZE_ERROR)
    return fault(name, "it is no facts file, or cut off at byte " + std::to_string(bytes.size()));
  if (claimed == ZSTD_CONTENTSIZE_UNKNOWN || claimed > kMaxRawBytes || claimed / kMaxExpansion > bytes.size())
    return fault(name, "it claims an unreasonable size");
  std::string raw(claimed, '\0');
  const std::size_t size = ZSTD_decompress(raw.data(), raw.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size))
    return fault(name, std::string("damaged or cut off (") + ZSTD_getErrorName(size) + ")");
  if (size != claimed)
    return fault(name, "it holds less than it claims");
  Result<TuFacts> facts = unpack(raw);
  if (!facts)
    return fault(name, facts.error());
  return facts;
}

Result<std::string> save(const TuFacts& facts, const std::string& path) {
  return write_file(path, encode(facts));
}

Result<std::string> save_hashed(const TuFacts& facts, const std::string& directory) {
  const std::string bytes = encode(facts);
  return write_file(directory + "/" + content_hash(bytes) + ".facts", bytes);
}

Result<TuFacts> load(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code unused;
  if (!in || std::filesystem::is_directory(path, unused))
    return fault(path, in ? "it is a directory" : std::strerror(errno));
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (in.bad())
    return fault(path, std::strerror(errno));
  return decode(bytes.view(), path);
}

} // namespace paraudit::facts
