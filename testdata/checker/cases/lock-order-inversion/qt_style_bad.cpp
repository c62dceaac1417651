// QMutex and QMutexLocker.
class QMutex {
 public:
  void lock();
  void unlock();
  bool tryLock(int timeout = 0);
};
template <class M> class QMutexLocker {
 public:
  explicit QMutexLocker(M* mutex) : m(mutex) { m->lock(); }
  ~QMutexLocker() { m->unlock(); }
  void unlock();
  void relock();

 private:
  M* m;
};

class Document {
 public:
  void edit() {
    QMutexLocker<QMutex> text(&textLock);
    QMutexLocker<QMutex> undo(&undoLock); // CHECK: paraudit-lock-order-inversion
  }
  void undo() {
    QMutexLocker<QMutex> undo(&undoLock);
    QMutexLocker<QMutex> text(&textLock);
  }
  void save() {
    QMutexLocker<QMutex> text(&textLock);
    text.unlock();
    QMutexLocker<QMutex> undo(&undoLock);
  }

 private:
  QMutex textLock;
  QMutex undoLock;
};

Document document;
void keys() {
  document.edit();
}
void menu() {
  document.undo();
  document.save();
}
