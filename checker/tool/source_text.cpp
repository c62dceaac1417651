#include "checker/tool/source_text.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace paraudit::tool {

const std::vector<std::string>& SourceText::lines(const std::string& file) {
  auto [entry, is_new] = files_.try_emplace(file);
  if (!is_new) {
    return entry->second;
  }
  std::ifstream disk;
  std::istringstream memory;
  auto other = instead_.find(file);
  if (other != instead_.end()) {
    memory.str(other->second);
  } else {
    disk.open(std::filesystem::path(root_) / file, std::ios::binary);
  }
  std::istream& stream = other != instead_.end() ? static_cast<std::istream&>(memory) : disk;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    entry->second.push_back(std::move(line));
  }
  return entry->second;
}

std::string SourceText::line(const std::string& file, uint32_t number) {
  const std::vector<std::string>& all = lines(file);
  return number >= 1 && number <= all.size() ? all[number - 1] : "";
}

} // namespace paraudit::tool
