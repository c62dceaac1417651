// pprof: google/pprof's profile.proto, by its field numbers.
#include <map>
#include <protozero/pbf_writer.hpp>
#include <stdexcept>
#include <tuple>
#include <zlib.h>

#include "reports/export/profiles.h"
#include "reports/export/samples.h"
#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

enum ProfileField {
  kSampleType = 1,
  kSample = 2,
  kLocation = 4,
  kFunction = 5,
  kStringTable = 6,
  kDuration = 10,
  kPeriodType = 11,
  kPeriod = 12,
  kDefaultSampleType = 14
};
enum SampleField { kLocationId = 1, kValue = 2, kLabel = 3 };

class Profile {
 public:
  explicit Profile(const Report& report) : report_(report), out_(bytes_) { text(""); }

  std::string bytes() {
    add_type(kSampleType, "contentions", "count");
    add_type(kSampleType, "wait_delay", "nanoseconds");
    add_type(kSampleType, "caused_delay", "nanoseconds");
    for (const WaitSample& sample : wait_samples(report_)) {
      add_sample(sample.lock, sample.waiter, sample.count, sample.wait, 0);
      add_sample(sample.lock, sample.holder, 0, 0, sample.wait);
    }
    Ns duration = 0;
    for (const Run& run : report_.runs)
      duration += run.duration;
    out_.add_int64(kDuration, static_cast<std::int64_t>(duration));
    add_type(kPeriodType, "contentions", "count");
    out_.add_int64(kPeriod, 1);
    out_.add_int64(kDefaultSampleType, text("wait_delay"));
    // In the order of the file's fields, which readers do not ask for: functions and locations were written as met.
    for (const std::string& entry : strings_)
      out_.add_string(kStringTable, entry);
    return bytes_;
  }

 private:
  std::int64_t text(const std::string& raw) {
    auto [found, is_new] = index_.try_emplace(clean_text(raw), static_cast<std::int64_t>(strings_.size()));
    if (is_new)
      strings_.push_back(found->first);
    return found->second;
  }

  void add_type(ProfileField field, const char* type, const char* unit) {
    std::string bytes;
    protozero::pbf_writer value(bytes);
    value.add_int64(1, text(type));
    value.add_int64(2, text(unit));
    out_.add_message(field, bytes);
  }

  std::uint64_t function(const std::string& name, const std::string& file, std::uint32_t line) {
    auto [found, is_new] = functions_.try_emplace({name, file}, functions_.size() + 1);
    if (is_new) {
      std::string bytes;
      protozero::pbf_writer value(bytes);
      value.add_uint64(1, found->second);
      value.add_int64(2, text(name));
      value.add_int64(3, text(name));
      value.add_int64(4, text(file));
      value.add_int64(5, line);
      out_.add_message(kFunction, bytes);
    }
    return found->second;
  }

  std::uint64_t location(const std::string& name, const std::string& file, std::uint32_t line) {
    auto [found, is_new] = locations_.try_emplace({name, file, line}, locations_.size() + 1);
    if (is_new) {
      std::string line_bytes, bytes;
      protozero::pbf_writer line_value(line_bytes);
      line_value.add_uint64(1, function(name, file, line));
      line_value.add_int64(2, line);
      protozero::pbf_writer value(bytes);
      value.add_uint64(1, found->second);
      value.add_message(4, line_bytes);
      out_.add_message(kLocation, bytes);
    }
    return found->second;
  }

  // The lock is the leaf: a profile by leaf ranks locks.
  void add_sample(const std::string& lock, const SourcePlace& place, std::uint64_t count, Ns wait, Ns caused) {
    if (count == 0 && wait == 0 && caused == 0)
      return;
    std::string label_bytes, bytes;
    protozero::pbf_writer label(label_bytes);
    label.add_int64(1, text("lock"));
    label.add_int64(2, text(lock));
    std::uint64_t stack[] = {location(lock, "", 0), location(frame_name(place), place.file, place.line)};
    std::int64_t values[] = {static_cast<std::int64_t>(count), static_cast<std::int64_t>(wait),
                             static_cast<std::int64_t>(caused)};
    protozero::pbf_writer value(bytes);
    value.add_packed_uint64(kLocationId, std::begin(stack), std::end(stack));
    value.add_packed_int64(kValue, std::begin(values), std::end(values));
    value.add_message(kLabel, label_bytes);
    out_.add_message(kSample, bytes);
  }

  const Report& report_;
  std::string bytes_;
  protozero::pbf_writer out_;
  std::vector<std::string> strings_;
  std::map<std::string, std::int64_t> index_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> functions_;
  std::map<std::tuple<std::string, std::string, std::uint32_t>, std::uint64_t> locations_;
};

std::string gzipped(std::string bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  if (::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string packed(::deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ::deflate(&stream, Z_FINISH); // the bound makes it one call
  packed.resize(stream.total_out);
  ::deflateEnd(&stream);
  return packed;
}

} // namespace

std::string to_pprof(const Report& report) {
  return gzipped(Profile(report).bytes());
}

} // namespace paraudit::reports
