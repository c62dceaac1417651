// Nobody changes what the pointers lead to.
struct Keyword {
  const char* text;
  int token;
};

static const Keyword kKeywords[] = {{"fn", 1}, {"let", 2}};
static const char* const kName = "minirc";
static int* const kNowhere = nullptr;

int use(int i) { return kKeywords[i].token + kName[0] + (kNowhere != nullptr); }
