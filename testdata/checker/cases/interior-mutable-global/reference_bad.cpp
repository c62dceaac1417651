// A const reference with static storage to something that counts its readers.
class Source {
public:
  int peek() const { return ++peeks_; }

private:
  mutable int peeks_ = 0;
};

const Source& source = *new Source; // CHECK: paraudit-interior-mutable-global

int use() { return source.peek(); }
