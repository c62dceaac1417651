// A function that passes its const object on to one that changes it: the latter is told, once.
struct Cache {
  int* hits = new int(0);
  ~Cache() { delete hits; }
  mutable int lookups = 0;
};
struct Context {
  Cache cache;
};

static int hash_file(const Context& context, int file) { // CHECK: paraudit-const-mutation
  ++context.cache.lookups;
  return file * 31;
}

int hash_binary(const Context& context, int file) {
  return hash_file(context, file);
}

int hash_source(const Context& context, int file) {
  return hash_file(context, file) + 1;
}
