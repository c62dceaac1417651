// A copy of what a member owns changes nothing.
#include <memory>
#include <string>

struct Payload {
  std::string text;
};

class Result {
public:
  Result clone() const {
    Result copy;
    if (payload_)
      copy.payload_ = std::make_unique<Payload>(*payload_);
    return copy;
  }

private:
  std::unique_ptr<Payload> payload_;
};

Result use(const Result& result) { return result.clone(); }
