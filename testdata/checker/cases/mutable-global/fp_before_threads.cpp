// Written only before the first thread starts, and after the last one ended, also through a helper of the object's type:
// frozen while threads run.
#include <string>
#include <thread>

static int frames;
static std::string path;

class Name {
public:
  void set(const std::string& text) { text_ = text; }
  unsigned size() const { return text_.size(); }

private:
  std::string text_;
};
static Name name;

static void read_frame() {
  ++frames;
}
static void parse(const char* argument) {
  path = argument;
  name.set(path);
}

int main(int count, char** arguments) {
  read_frame();
  parse(arguments[count - 1]);
  std::thread other([] {
    unsigned sum = frames + path.size() + name.size();
    (void)sum;
  });
  other.join();
  frames = 0;
  return 0;
}
