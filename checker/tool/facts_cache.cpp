#include "checker/tool/facts_cache.h"

#include "checker/facts/store.h"
#include "checker/tool/output_file.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <tuple>

#include <sys/stat.h>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;
using facts::content_hash;

// What a unit was made of, one line each: KIND HASH PATH. The last line holds the hash of those before.
constexpr char kFacts = 'F';
constexpr char kRead = 'r';
constexpr char kListed = 'l';
constexpr char kAbsent = 'a';
constexpr char kEnd = 'E';
constexpr const char* kNoHash = "-";

// Clocks of file systems tick this slowly.
constexpr auto kTick = std::chrono::milliseconds(20);
// Written aside by a process that died meanwhile.
constexpr auto kStale = std::chrono::hours(1);

std::optional<std::string> contents_of(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  // In one piece: character by character, this would take most of a run that finds everything here.
  std::uintmax_t size = fs::file_size(path, error);
  std::string text(error ? 0 : size, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return in.bad() || error ? std::nullopt : std::optional(std::move(text));
}

std::string line(char kind, const std::string& hash, const std::string& path) {
  return std::string(1, kind) + ' ' + hash + ' ' + path + '\n';
}

struct Line {
  char kind = 0;
  std::string hash, path;
};

// The lines of a manifest, the end apart; nothing where it is damaged.
std::optional<std::vector<Line>> parse(const std::string& text) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::size_t space = text.find(' ', at + 2);
    if (end == std::string::npos || space == std::string::npos || space > end || text[at + 1] != ' ') {
      return std::nullopt;
    }
    Line one{text[at], text.substr(at + 2, space - at - 2), text.substr(space + 1, end - space - 1)};
    if (one.kind == kEnd) {
      const bool is_whole = end + 1 == text.size() && one.hash == content_hash(std::string_view(text).substr(0, at));
      return is_whole ? std::optional(std::move(lines)) : std::nullopt;
    }
    lines.push_back(std::move(one));
    at = end + 1;
  }
  return std::nullopt;
}

// By the time that nobody can set: a file that was moved here may be of any age.
bool changed_since(const std::string& path, std::chrono::system_clock::time_point time) {
  struct stat status;
  if (::stat(path.c_str(), &status) != 0) {
    return true;
  }
  auto changed = std::chrono::seconds(status.st_ctim.tv_sec) + std::chrono::nanoseconds(status.st_ctim.tv_nsec);
  return changed > time.time_since_epoch();
}

void touch(const fs::path& path) {
  std::error_code ignored;
  fs::last_write_time(path, fs::file_time_type::clock::now(), ignored);
}

} // namespace

facts::Result<FactsCache> FactsCache::open(const std::string& directory, const std::string& tool) {
  for (const char* part : {"units", "facts"}) {
    std::error_code error;
    fs::create_directories(fs::path(directory) / part, error);
    if (error) {
      return facts::Error{"cannot make the cache directory '" + directory + "': " + error.message() +
                          "; give another --cache-dir, or leave it out"};
    }
  }
  return FactsCache(directory, tool);
}

std::string FactsCache::key(const analysis::CompileCommand& command, const analysis::ExtractOptions& options) const {
  std::string all = tool_ + '\0' + command.directory + '\0' + command.file + '\0';
  for (const std::vector<std::string>& arguments :
       {analysis::adjusted_arguments(command), options.extra_arguments, options.extra_arguments_before}) {
    for (const std::string& argument : arguments) {
      all += argument + '\0';
    }
    all += '\0';
  }
  all += options.models != nullptr ? options.models->identity() : "";
  for (const char* name : {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH"}) {
    const char* value = std::getenv(name);
    all += (value != nullptr ? value : "") + std::string(1, '\0');
  }
  return content_hash(all);
}

const std::string& FactsCache::hash_of_file(const std::string& path) {
  auto [entry, is_new] = files_.try_emplace(path);
  if (is_new) {
    if (std::optional<std::string> text = contents_of(path)) {
      entry->second = content_hash(*text);
    }
  }
  return entry->second;
}

const std::string& FactsCache::hash_of_listing(const std::string& path) {
  auto [entry, is_new] = listings_.try_emplace(path);
  if (is_new) {
    std::error_code error;
    std::set<std::string> names;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      names.insert(it->path().filename().string());
    }
    std::string all;
    for (const std::string& name : names) {
      all += name + '\0';
    }
    entry->second = error ? "" : content_hash(all);
  }
  return entry->second;
}

bool FactsCache::is_absent(const std::string& path) {
  auto [entry, is_new] = absent_.try_emplace(path);
  if (is_new) {
    std::error_code error;
    entry->second = !fs::exists(path, error);
  }
  return entry->second;
}

bool FactsCache::holds(char kind, const std::string& hash, const std::string& path) {
  switch (kind) {
  case kRead:
    return hash_of_file(path) == hash;
  case kListed:
    return hash_of_listing(path) == hash;
  case kAbsent:
    return is_absent(path);
  default:
    return false;
  }
}

std::optional<std::vector<std::string>> FactsCache::find(const std::string& key) {
  std::optional<std::string> manifest = contents_of(unit_path(key));
  std::optional<std::vector<Line>> lines = manifest ? parse(*manifest) : std::nullopt;
  std::vector<std::string> parts;
  for (const Line& one : lines.value_or(std::vector<Line>{})) {
    std::error_code error;
    if (one.kind != kFacts && !holds(one.kind, one.hash, one.path)) {
      return std::nullopt;
    }
    if (one.kind == kFacts && !fs::exists(facts_path(one.hash), error)) {
      return std::nullopt;
    }
    if (one.kind == kFacts) {
      parts.push_back(one.hash);
    }
  }
  if (parts.empty()) {
    return std::nullopt;
  }
  touch(unit_path(key));
  return parts;
}

std::optional<facts::TuFacts> FactsCache::load(const std::string& part) const {
  std::optional<std::string> encoded = contents_of(facts_path(part));
  if (!encoded || content_hash(*encoded) != part) {
    return std::nullopt;
  }
  facts::Result<facts::TuFacts> facts = facts::decode(*encoded, part);
  if (!facts) {
    return std::nullopt;
  }
  touch(facts_path(part));
  return std::move(*facts);
}

std::string FactsCache::store(const std::string& key, const analysis::Inputs& inputs,
                              const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += line(kFacts, content_hash(part), "");
  }
  for (const std::string& path : inputs.read) {
    const std::string& content = hash_of_file(path);
    if (content.empty() || changed_since(path, opened_ - kTick)) {
      return "";
    }
    text += line(kRead, content, path);
  }
  for (const std::string& path : inputs.listed) {
    text += line(kListed, hash_of_listing(path), path);
  }
  for (const std::string& path : inputs.absent) {
    text += line(kAbsent, kNoHash, path);
  }
  // A name with a line break in it would be read as two.
  const std::size_t lines = parts.size() + inputs.read.size() + inputs.listed.size() + inputs.absent.size();
  if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) != lines) {
    return "";
  }
  text += line(kEnd, content_hash(text), "");
  std::string failure = keep(parts);
  return failure.empty() ? write_output(unit_path(key).string(), text) : failure;
}

std::string FactsCache::keep(const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    const std::string hash = content_hash(part);
    // What is there already may be damaged, unless it was written by this run.
    std::string failure = written_.contains(hash) ? "" : write_output(facts_path(hash).string(), part);
    if (!failure.empty()) {
      return failure;
    }
    written_.insert(hash);
  }
  return "";
}

void FactsCache::prune(std::uint64_t bytes) const {
  struct Entry {
    fs::file_time_type used;
    fs::path path;
    std::uint64_t size = 0;
  };
  std::vector<Entry> entries;
  std::uint64_t total = 0;
  for (const char* part : {"units", "facts"}) {
    std::error_code error;
    for (fs::directory_iterator it(directory_ / part, error), end; !error && it != end; it.increment(error)) {
      std::error_code gone; // another run prunes as well
      Entry entry{fs::last_write_time(it->path(), gone), it->path(), it->file_size(gone)};
      if (gone) {
        continue;
      }
      if (entry.path.string().find(".tmp") != std::string::npos &&
          entry.used + kStale < fs::file_time_type::clock::now()) {
        fs::remove(entry.path, gone);
        continue;
      }
      total += entry.size;
      entries.push_back(std::move(entry));
    }
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.used, a.path) < std::tie(b.used, b.path); });
  for (const Entry& entry : entries) {
    if (total <= bytes) {
      break;
    }
    std::error_code gone;
    fs::remove(entry.path, gone);
    total -= entry.size;
  }
}

std::string tool_identity() {
  std::optional<std::string> program = contents_of("/proc/self/exe");
  return (program ? content_hash(*program) : PARAUDIT_VERSION) + '\0' + analysis::front_end_version();
}

} // namespace paraudit::tool
