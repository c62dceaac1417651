// As transaction_object_ok.cpp: with a commit that ends it, made by the journal, passed on, kept by another object.
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Journal {
 public:
  class Transaction {
   public:
    explicit Transaction(Journal& journal) : journal_(journal), lock_(journal.mutex_) {}
    void put(int entry) { journal_.entries_.push_back(entry); }
    void commit() {
      journal_.entries_.push_back(0);
      lock_.unlock();
    }

   private:
    Journal& journal_;
    std::unique_lock<std::mutex> lock_;
  };
  Transaction begin() { return Transaction(*this); }
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

void fill(Journal::Transaction& transaction) {
  transaction.put(3);
}

// Whoever keeps it for a while: the object holds the lock as long as it lives.
class Table {
 public:
  class Reader {
   public:
    explicit Reader(Table* table) : table_{table}, lock_{table->mutex_} {}
    int first() const { return table_->rows_.front(); }
    void append(int row) { table_->rows_.push_back(row); }

   private:
    Table* const table_;
    std::lock_guard<std::mutex> lock_;
  };
  void push(int row) {
    std::lock_guard<std::mutex> guard(mutex_);
    rows_.push_back(row);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    rows_.clear();
  }
  bool empty() {
    std::lock_guard<std::mutex> guard(mutex_);
    return rows_.empty();
  }

 private:
  std::mutex mutex_;
  std::vector<int> rows_;
};
class Session {
 public:
  void open(Table& table) { reader_ = std::make_unique<Table::Reader>(&table); }
  int first() { return reader_->first(); }
  void append() { reader_->append(7); }
  void close() { reader_.reset(); }

 private:
  std::unique_ptr<Table::Reader> reader_;
};

void run(Journal& journal, Table& table) {
  std::thread first([&] {
    Journal::Transaction transaction(journal);
    transaction.put(1);
    fill(transaction);
    transaction.commit();
  });
  std::thread second([&] {
    auto transaction = journal.begin();
    transaction.put(2);
  });
  std::thread third([&] {
    journal.push(2);
    journal.clear();
    journal.size();
    table.push(1);
    table.clear();
    table.empty();
  });
  std::thread fourth([&] {
    Session session;
    session.open(table);
    session.first();
    session.append();
    session.close();
  });
  first.join();
  second.join();
  third.join();
  fourth.join();
}
