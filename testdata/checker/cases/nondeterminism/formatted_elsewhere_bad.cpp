// Through a constructor, a member, a helper that appends to a text, and a stream to a file.
#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

class Label {
 public:
  explicit Label(unsigned number) : number_(number) {}
  unsigned number() const { return number_; }

 private:
  unsigned number_;
};

static std::atomic<unsigned> last_label{0};

static std::unique_ptr<Label> make_label() {
  return std::make_unique<Label>(++last_label); // CHECK: paraudit-nondeterminism
}

static void append(std::string& text, unsigned number) {
  text += ".L";
  text += std::to_string(number);
}

void generate(std::vector<std::unique_ptr<Label>>& labels) {
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < labels.size(); ++i)
    workers.emplace_back([&labels, i] { labels[i] = make_label(); });
  for (std::thread& worker : workers)
    worker.join();
  std::string text;
  for (const std::unique_ptr<Label>& label : labels)
    append(text, label->number());
  std::ofstream out("out.s");
  out << text;
}
