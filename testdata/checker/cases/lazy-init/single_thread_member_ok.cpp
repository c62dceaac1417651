// An object of a class that knows nothing of threads: whoever shares it guards it.
struct Buffer;
Buffer* make_buffer();

class Writer {
public:
  void write() {
    if (!buffer_)
      buffer_ = make_buffer();
  }

private:
  Buffer* buffer_ = nullptr;
};

void use(Writer& writer) { writer.write(); }
