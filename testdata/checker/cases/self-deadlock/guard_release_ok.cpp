// TBB's scoped locks unlock by release(); the standard library's only forget.
namespace tbb {
class spin_mutex {
 public:
  class scoped_lock {
   public:
    scoped_lock();
    explicit scoped_lock(spin_mutex& mutex);
    ~scoped_lock();
    void acquire(spin_mutex& mutex);
    void release();
  };
};
} // namespace tbb

tbb::spin_mutex the_mutex;
int waits = 0;

bool more();

void retire() {
  tbb::spin_mutex::scoped_lock lock(the_mutex);
  --waits;
}

void finish() {
  tbb::spin_mutex::scoped_lock lock(the_mutex);
  if (waits > 0) {
    lock.release();
    retire();
  }
}

void wait_for_last() {
  tbb::spin_mutex::scoped_lock lock(the_mutex);
  while (waits == 1) {
    lock.release();
    while (more()) {
    }
    lock.acquire(the_mutex);
  }
}
