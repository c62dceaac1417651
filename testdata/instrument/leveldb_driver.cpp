// Drives LevelDB so that the number of acquisitions of each lock at each line depends on nothing but the arguments.
//
//   leveldb_driver prepare DIR [KEYS]            makes a database that needs no compaction
//   leveldb_driver read DIR [THREADS] [ROUNDS]   reads it, many threads at once; prints a digest of what was read
//   leveldb_driver write DIR [THREADS] [KEYS]    writes it, many threads at once: a benchmark, whose counts vary
//
// Preparing is a process of its own: writing starts the background thread, whose work depends on timing. Reading opens
// a database whose log is empty and whose files do not overlap, so nothing is ever compacted; it reads everything once
// before the threads start, so that no two threads miss the same entry of a cache.
#include "leveldb/cache.h"
#include "leveldb/db.h"
#include "leveldb/filter_policy.h"
#include "leveldb/iterator.h"
#include "leveldb/options.h"
#include "leveldb/write_batch.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int kKeys = 2000;
constexpr int kThreads = 4;
constexpr int kRounds = 3;
constexpr size_t kCacheBytes = 64 << 20;

void check(const leveldb::Status& status, const char* what) {
  if (status.ok())
    return;
  std::fprintf(stderr, "leveldb_driver: %s: %s\n", what, status.ToString().c_str());
  std::exit(1);
}

std::string key_of(int number) {
  char text[16];
  std::snprintf(text, sizeof text, "key%08d", number);
  return text;
}

std::string value_of(int number) {
  return std::string(100 + static_cast<size_t>(number % 50), static_cast<char>('a' + number % 26));
}

/// What both modes need alive while the database is open.
struct Database {
  std::unique_ptr<leveldb::Cache> cache{leveldb::NewLRUCache(kCacheBytes)};
  std::unique_ptr<const leveldb::FilterPolicy> filter{leveldb::NewBloomFilterPolicy(10)};
  std::unique_ptr<leveldb::DB> db;

  Database(const std::string& directory, bool create) {
    leveldb::Options options;
    options.create_if_missing = create;
    options.block_cache = cache.get();
    options.filter_policy = filter.get();
    options.write_buffer_size = 64 << 10;
    options.max_file_size = 1 << 20;
    leveldb::DB* opened = nullptr;
    check(leveldb::DB::Open(options, directory, &opened), "open");
    db.reset(opened);
  }
};

void prepare(const std::string& directory, int keys) {
  {
    Database database(directory, true);
    leveldb::WriteBatch batch;
    for (int number = 0; number < keys; ++number)
      batch.Put(key_of(number), value_of(number));
    check(database.db->Write(leveldb::WriteOptions(), &batch), "write");
    database.db->CompactRange(nullptr, nullptr);
  }
  Database settled(directory, false); // replays nothing, and leaves an empty log
}

/// FNV-1a, so that the threads' results can be compared.
uint64_t digest_of(const leveldb::Slice& data, uint64_t digest) {
  for (size_t i = 0; i < data.size(); ++i)
    digest = (digest ^ static_cast<unsigned char>(data[i])) * 0x100000001b3ull;
  return digest;
}

std::vector<std::string> keys_in(leveldb::DB& db) {
  std::vector<std::string> keys;
  std::unique_ptr<leveldb::Iterator> iterator(db.NewIterator(leveldb::ReadOptions()));
  for (iterator->SeekToFirst(); iterator->Valid(); iterator->Next())
    keys.push_back(iterator->key().ToString());
  check(iterator->status(), "scan");
  return keys;
}

uint64_t read_all(leveldb::DB& db, const std::vector<std::string>& keys) {
  uint64_t digest = 0xcbf29ce484222325ull;
  leveldb::ReadOptions options;
  options.snapshot = db.GetSnapshot();
  std::string value;
  for (const std::string& key : keys) {
    check(db.Get(options, key, &value), "get");
    digest = digest_of(value, digest);
  }
  db.ReleaseSnapshot(options.snapshot);
  return digest;
}

int read(const std::string& directory, int threads, int rounds) {
  Database database(directory, false);
  std::vector<std::string> keys = keys_in(*database.db);
  uint64_t expected = read_all(*database.db, keys);
  std::vector<uint64_t> digests(static_cast<size_t>(threads));
  std::vector<std::thread> workers;
  for (uint64_t& digest : digests)
    workers.emplace_back([&, rounds] {
      for (int round = 0; round < rounds; ++round)
        digest = read_all(*database.db, keys_in(*database.db));
    });
  for (std::thread& worker : workers)
    worker.join();
  for (uint64_t digest : digests)
    if (digest != expected) {
      std::fprintf(stderr, "leveldb_driver: two threads read different data\n");
      return 1;
    }
  std::printf("%zu keys, digest %016llx\n", keys.size(), static_cast<unsigned long long>(expected));
  return 0;
}

void write(const std::string& directory, int threads, int keys) {
  Database database(directory, true);
  std::vector<std::thread> workers;
  for (int thread = 0; thread < threads; ++thread)
    workers.emplace_back([&, thread] {
      for (int number = thread; number < keys; number += threads)
        check(database.db->Put(leveldb::WriteOptions(), key_of(number), value_of(number)), "put");
    });
  for (std::thread& worker : workers)
    worker.join();
}

int number_or(char** argv, int argc, int index, int fallback) {
  return index < argc ? std::atoi(argv[index]) : fallback;
}

} // namespace

int main(int argc, char** argv) {
  if (argc >= 3 && std::strcmp(argv[1], "prepare") == 0) {
    prepare(argv[2], number_or(argv, argc, 3, kKeys));
    return 0;
  }
  if (argc >= 3 && std::strcmp(argv[1], "read") == 0)
    return read(argv[2], number_or(argv, argc, 3, kThreads), number_or(argv, argc, 4, kRounds));
  if (argc >= 3 && std::strcmp(argv[1], "write") == 0) {
    write(argv[2], number_or(argv, argc, 3, kThreads), number_or(argv, argc, 4, kKeys));
    return 0;
  }
  std::fprintf(stderr, "usage: leveldb_driver prepare DIR [KEYS] | leveldb_driver read DIR [THREADS] [ROUNDS] | "
                       "leveldb_driver write DIR [THREADS] [KEYS]\n");
  return 2;
}
