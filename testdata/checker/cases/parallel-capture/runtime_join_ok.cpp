// The runtime's join: each side has a variable of its own.
namespace paraudit {
struct Label {
  const char* text;
};
template <class A, class B> void join(const Label&, A&& a, B&& b) {
  a();
  b();
}
} // namespace paraudit

static int work(int n) { return n; }

int split(int n) {
  int left = 0;
  int right = 0;
  paraudit::join({"split"}, [&] { left = work(n / 2); }, [&] { right = work(n - n / 2); });
  return left + right;
}
