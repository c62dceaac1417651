class QMutex {
public:
  void lock();
  void unlock();
};
template <class T> class QMutexLocker {
public:
  explicit QMutexLocker(T* mutex);
  ~QMutexLocker();
};

class Model {
public:
  void insert() {
    QMutexLocker<QMutex> lock(&rows_mutex_);
    ++rows_;
  }
  void remove() {
    QMutexLocker<QMutex> lock(&rows_mutex_);
    --rows_;
  }
  int rows() {
    QMutexLocker<QMutex> lock(&view_mutex_);
    return rows_; // CHECK: paraudit-inconsistent-guard
  }

private:
  QMutex rows_mutex_;
  QMutex view_mutex_;
  int rows_ = 0;
};

int use(Model& model) {
  model.insert();
  model.remove();
  return model.rows();
}
