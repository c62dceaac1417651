// The object's constructor binds the journal and takes the journal's own lock, which it holds as long as it lives.
#include <mutex>
#include <thread>
#include <vector>

class Journal {
 public:
  class Transaction {
   public:
    explicit Transaction(Journal& journal) : journal_(journal), lock_(journal.mutex_) {}
    void put(int entry) { journal_.entries_.push_back(entry); }

   private:
    Journal& journal_;
    std::unique_lock<std::mutex> lock_;
  };
  void push(int entry) {
    std::lock_guard<std::mutex> guard(mutex_);
    entries_.push_back(entry);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    entries_.clear();
  }
  size_t size() {
    std::lock_guard<std::mutex> guard(mutex_);
    return entries_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<int> entries_;
};

void run(Journal& journal) {
  std::thread first([&] {
    Journal::Transaction transaction(journal);
    transaction.put(1);
  });
  std::thread second([&] {
    journal.push(2);
    journal.clear();
    journal.size();
  });
  first.join();
  second.join();
}
