// What is set back to nothing after use is taken back, not initialised.
int descriptor = -1;
const char* temporary = nullptr;
int close_file(int fd);
int rename_file(const char* from);

void finish() {
  if (descriptor == -1)
    return;
  close_file(descriptor);
  descriptor = -1;
}

bool publish() {
  if (rename_file(temporary) == -1)
    return false;
  temporary = nullptr;
  return true;
}

void start(int fd, const char* name) {
  descriptor = fd;
  temporary = name;
}
