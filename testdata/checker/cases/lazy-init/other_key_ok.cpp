// What is made anew when it differs from what is asked for is state that changes, with two threads that ask for two
// things as with one: call_once would freeze it. That it is not synchronised is told of the member that changes.
#include <string>

class Message {
 public:
  const std::string& header(int version) const {
    if (version_ != version) {
      version_ = version;
      header_ = std::to_string(version);
    }
    return header_;
  }

 private:
  mutable int version_ = 0;
  mutable std::string header_;
};

const std::string& use(const Message& message, int version) {
  return message.header(version);
}
