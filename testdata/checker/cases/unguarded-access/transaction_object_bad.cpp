// As transaction_object_ok.cpp, but the lock is no more held, or another journal's.
#include <mutex>
#include <thread>
#include <vector>

class Journal {
 public:
  class Transaction {
   public:
    explicit Transaction(Journal& journal) : journal_(journal), lock_(journal.mutex_) {}
    void put(int entry) { journal_.entries_.push_back(entry); }
    void late(int entry) { journal_.entries_.push_back(entry); } // CHECK: paraudit-unguarded-access
    void commit() { lock_.unlock(); }

   private:
    Journal& journal_;
    std::unique_lock<std::mutex> lock_;
  };
  // Takes the lock only to look.
  class Peek {
   public:
    explicit Peek(Journal& journal) : journal_(journal) {
      std::lock_guard<std::mutex> guard(journal.mutex_);
      size_ = journal.entries_.size();
    }
    void put(int entry) { journal_.entries_.push_back(entry); } // CHECK: paraudit-unguarded-access

   private:
    Journal& journal_;
    size_t size_ = 0;
  };
  // Holds the lock of the one that it copies from.
  class Copy {
   public:
    Copy(Journal& from, Journal& to) : to_(to), lock_(from.mutex_) {}
    void put(int entry) { to_.entries_.push_back(entry); } // CHECK: paraudit-unguarded-access

   private:
    Journal& to_;
    std::lock_guard<std::mutex> lock_;
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
  void pop() {
    std::lock_guard<std::mutex> guard(mutex_);
    entries_.pop_back();
  }
  bool empty() {
    std::lock_guard<std::mutex> guard(mutex_);
    return entries_.empty();
  }

 private:
  std::mutex mutex_;
  std::vector<int> entries_;
};

void run(Journal& journal, Journal& other) {
  std::thread first([&] {
    Journal::Transaction transaction(journal);
    transaction.put(1);
    transaction.commit();
    transaction.late(2);
  });
  std::thread second([&] {
    journal.push(2);
    journal.clear();
    journal.size();
    journal.pop();
    journal.empty();
  });
  std::thread third([&] {
    Journal::Peek peek(journal);
    peek.put(3);
  });
  std::thread fourth([&] {
    Journal::Copy copy(other, journal);
    copy.put(4);
  });
  first.join();
  second.join();
  third.join();
  fourth.join();
}
