// Clang's thread-safety attributes.
#define CAPABILITY(x) __attribute__((capability(x)))
#define SCOPED __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define ASSERT_HELD(...) __attribute__((assert_capability(__VA_ARGS__)))
#define BEFORE(...) __attribute__((acquired_before(__VA_ARGS__)))
#define AFTER(...) __attribute__((acquired_after(__VA_ARGS__)))

class CAPABILITY("mutex") Mutex {
 public:
  void Lock() ACQUIRE();
  void Unlock() RELEASE();
  bool TryLock() TRY_ACQUIRE(true);
  void AssertHeld() ASSERT_HELD(this);
};

class SCOPED MutexLock {
 public:
  explicit MutexLock(Mutex* mu) ACQUIRE(mu);
  ~MutexLock() RELEASE();
};

Mutex first;
Mutex second AFTER(first);

class Bank {
 public:
  void deposit(int amount) {
    MutexLock l(&mu_);
    add(amount);
  }
  void trusted(int amount) {
    mu_.AssertHeld();
    balance_ += amount;
  }
  void tried() {
    if (mu_.TryLock()) {
      balance_ = 0;
      mu_.Unlock();
    }
  }
  void elsewhere() EXCLUDES(mu_);

 private:
  void add(int amount) REQUIRES(mu_) { balance_ += amount; }
  Mutex inner_;
  Mutex mu_ BEFORE(inner_);
  int balance_ GUARDED_BY(mu_);
  int* history_ PT_GUARDED_BY(mu_);
};

void use(Bank& bank) { bank.deposit(1); }
