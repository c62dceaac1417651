#include <map>
#include <string>

class Point {
public:
  int x() const { return x_; }

private:
  int x_ = 1;
};

static const Point origin;
static const std::map<int, std::string> kNames = {{1, "one"}};
static const std::string kText(50, 'x');

int use() { return origin.x() + static_cast<int>(kNames.size() + kText.size()); }
