// A macro that each file uses makes one defect, however often it is used; what is named where it is used are several.
#define DEFINE_LEVEL(function)                                                                                         \
  int function() {                                                                                                     \
    static int level = -1;                                                                                             \
    if (level < 0)                                                                                                     \
      level = read_option(#function);                                                                                  \
    return level;                                                                                                      \
  }
#define DEFINE_CACHE(name)                                                                                             \
  int* get_##name() {                                                                                                  \
    static int* name;                                                                                                  \
    if (name == nullptr)                                                                                               \
      name = new int(read_option(#name));                                                                              \
    return name;                                                                                                       \
  }

int read_option(const char* name);

DEFINE_LEVEL(debug) // CHECK: paraudit-lazy-init
DEFINE_LEVEL(dump)
DEFINE_LEVEL(dump_graph)

DEFINE_CACHE(width)  // CHECK: paraudit-lazy-init
DEFINE_CACHE(height) // CHECK: paraudit-lazy-init
