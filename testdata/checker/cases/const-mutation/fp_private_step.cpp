// The elements of a set are const; the class changes them in its own methods, none of which is.
#include <set>

class Classes {
 public:
  class Member {
   public:
    explicit Member(int value) : value_(value), next_(this) {}
    bool operator<(const Member& other) const { return value_ < other.value_; }

   private:
    friend class Classes;
    void link(const Member* next) const { set_next(next); }
    void set_next(const Member* next) const { next_ = next; }
    int value_;
    mutable const Member* next_;
  };

  void join(int one, int other) {
    const Member& first = *members_.insert(Member(one)).first;
    const Member& second = *members_.insert(Member(other)).first;
    first.link(&second);
  }

 private:
  std::set<Member> members_;
};

void use(Classes& classes) {
  classes.join(1, 2);
}
