// Each task fills a container of its own, one of several.
#include <map>
#include <string>
#include <thread>
#include <vector>

std::map<std::string, int> count(const std::vector<std::string>& words) {
  std::vector<std::map<std::string, int>> parts(4);
  std::vector<std::thread> threads;
  for (size_t part = 0; part < parts.size(); ++part)
    threads.emplace_back([&, part] {
      auto& mine = parts[part];
      for (size_t i = part; i < words.size(); i += 4)
        ++mine[words[i]];
      parts[part]["sum"] = static_cast<int>(mine.size());
    });
  for (std::thread& thread : threads)
    thread.join();
  std::map<std::string, int> all;
  for (auto& part : parts)
    for (auto& [word, number] : part)
      all[word] += number;
  return all;
}
