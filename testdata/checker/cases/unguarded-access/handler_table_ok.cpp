// Handlers in a table of member functions, which one function calls, under the lock.
#include <array>
#include <mutex>
#include <thread>

struct Database {
  std::mutex mutex;
  int flushes = 0, snapshots = 0;
};

class Stats {
 public:
  using Handler = int (Stats::*)(Database*);
  struct Property {
    const char* name;
    Handler handle;
  };

  int get(Database* database, const Property& property) {
    std::lock_guard<std::mutex> guard(database->mutex);
    return (this->*property.handle)(database);
  }
  static const std::array<Property, 2> kProperties;

 private:
  int flushes(Database* database) { return database->flushes; }
  int snapshots(Database* database) { return database->snapshots; }
};

const std::array<Stats::Property, 2> Stats::kProperties = {
    Stats::Property{"flushes", &Stats::flushes},
    Stats::Property{"snapshots", &Stats::snapshots},
};

Database database;

void work() {
  Stats stats;
  for (const Stats::Property& property : Stats::kProperties)
    stats.get(&database, property);
  std::lock_guard<std::mutex> guard(database.mutex);
  ++database.flushes;
  ++database.snapshots;
}

int main() {
  std::thread one(work), two(work);
  one.join();
  two.join();
}
