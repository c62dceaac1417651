// A const method asks each time, and tests what came of it.
int status_of(const char* path, long* size);

class Entry {
 public:
  long size() const {
    error_ = status_of(path_, &size_);
    if (error_ != 0) {
      error_ = -1;
      return 0;
    }
    return size_;
  }

 private:
  const char* path_ = "";
  mutable int error_ = 0;
  mutable long size_ = 0;
};

long use(const Entry& entry) { return entry.size(); }
