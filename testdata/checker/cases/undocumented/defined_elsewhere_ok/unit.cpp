// What another program part defines is not this program's to decide on.
extern int verbosity;
extern char **environ;

void louder() {
  ++verbosity;
}

void forget() {
  environ = nullptr;
}
