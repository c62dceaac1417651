// Prints TRACE.md: the trace format in one page, from the same tables and structs that recorder and reader are compiled
// from. `runtime_trace_document > runtime/abi/TRACE.md` updates it; a test compares. A field that is missing from a
// list below leaves a hole in its struct, which fails.

#include "runtime/abi/trace_format.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

struct Field {
  const char* name;
  size_t offset, size;
};

const char* type_of(size_t size) {
  return size == 1 ? "u8" : size == 2 ? "u16" : size == 4 ? "u32" : size == 8 ? "u64" : "bytes";
}

void print_struct(const char* name, const char* what, size_t size, const std::vector<Field>& fields) {
  std::printf("\n**`%s`** (%zu bytes): %s\n\n| offset | type | field |\n|---|---|---|\n", name, size, what);
  size_t end = 0;
  for (const Field& field : fields) {
    if (field.offset != end) {
      std::fprintf(stderr, "%s: a field is missing before %s\n", name, field.name);
      std::exit(1);
    }
    std::printf("| %zu | %s | `%s` |\n", field.offset, type_of(field.size), field.name);
    end = field.offset + field.size;
  }
  if (end != size) {
    std::fprintf(stderr, "%s: a field is missing at the end\n", name);
    std::exit(1);
  }
}

#define PARAUDIT_FIELD(type, name)                                                                                     \
  Field {                                                                                                              \
    #name, offsetof(type, name), sizeof(type::name)                                                                    \
  }

constexpr char kIntroduction[] =
    "# The trace format\n\n"
    "<!-- Printed by runtime_trace_document from the headers in runtime/abi. Do not edit: "
    "build/dev/test-bin/runtime_trace_document > runtime/abi/TRACE.md -->\n\n"
    "What a recorded process leaves on disk, version %d.%d: a directory `<executable>-<pid>/` with the file `process` "
    "(header,\n"
    "then the log) and one file `thread-<index>` for each thread (header, counters, ring). All integers are "
    "little-endian.\n"
    "`paraudit trace dump DIR` prints all of it; `runtime/abi/trace_format.h` is the definition. `paraudit record "
    "--calibrate` puts a\n"
    "text file `calibration` beside the directories of its processes: `paraudit.calibration 1`, then lines of a name "
    "and a "
    "number,\n"
    "`bare_ns`, `recorded_ns`, `acquisition_ns`, `transfer_ns`.\n\n"
    "Everything is written through shared file mappings, so a SIGKILL loses at most the record being written. A reader "
    "trusts\n"
    "nothing: it checks magic and major version (minor versions only append), bounds every offset, and tells a torn "
    "record\n"
    "by its check word (log) or generation bit (ring). Times are ticks of the clock in the header; the anchors, pairs "
    "of ticks\n"
    "and CLOCK_MONOTONIC, turn them into nanoseconds. Ids start at 1; 0 is none. Watchdog output (`waits-<n>.txt`,\n"
    "`cycle.txt`) is text beside these files.\n";

constexpr char kLog[] = "\n## The log\n\n"
                        "Records of variable length, 8-aligned, from `log_offset` up to `log_reserved` (at most "
                        "`log_capacity`). Each starts with\n"
                        "two words: bits 0..15 kind, 16..23 0xA5, 32..63 payload bytes; then a check word over that "
                        "and the record's offset in\n"
                        "the log. A zero first word is a record that was never completed: skip 8 bytes at a time.\n"
                        "Strings follow a record's struct in the order of its `*_size` fields, without terminators.\n\n"
                        "| kind | name | what |\n|---|---|---|\n";

constexpr char kRing[] = "\n## Records of the ring\n\n"
                         "16 bytes. Word 0: bits 0..7 kind, 8 generation (1 in even laps, 0 in odd ones: zeroed pages "
                         "read as unwritten), 9 sampled,\n"
                         "10 shared, 11 try, 12 contended, 16..63 ticks modulo 2^48 at the end of the span. Word 1, by "
                         "payload: SPAN: 0..15 counter\n"
                         "slot, 16..39 instance (24-bit hash of the object's address, and of how often locks were "
                         "destroyed there), 40..63 duration in ticks (6 "
                         "bits exponent, 18 bits mantissa);\n"
                         "ID: 0..39 task, 40..63 label; RAW: 64 bits. In count mode the ring keeps the newest records, "
                         "in timeline mode the oldest;\n"
                         "`ring_dropped` counts the others.\n\n"
                         "| kind | name | payload | what |\n|---|---|---|---|\n";

void print_process() {
  using Header = paraudit_process_header;
  std::printf("\n## The file `process`\n");
  print_struct("paraudit_process_header", "its first page; the anchors are pairs (ticks, monotonic_ns)", sizeof(Header),
               {PARAUDIT_FIELD(Header, magic),
                PARAUDIT_FIELD(Header, version_major),
                PARAUDIT_FIELD(Header, version_minor),
                PARAUDIT_FIELD(Header, header_size),
                PARAUDIT_FIELD(Header, pid),
                PARAUDIT_FIELD(Header, parent_pid),
                PARAUDIT_FIELD(Header, policy),
                PARAUDIT_FIELD(Header, clock),
                PARAUDIT_FIELD(Header, start_realtime_ns),
                PARAUDIT_FIELD(Header, start_ticks),
                PARAUDIT_FIELD(Header, end_ticks),
                PARAUDIT_FIELD(Header, log_offset),
                PARAUDIT_FIELD(Header, log_capacity),
                PARAUDIT_FIELD(Header, log_reserved),
                PARAUDIT_FIELD(Header, log_dropped),
                PARAUDIT_FIELD(Header, thread_count),
                PARAUDIT_FIELD(Header, threads_dropped),
                PARAUDIT_FIELD(Header, sample_period),
                PARAUDIT_FIELD(Header, anchor_count),
                PARAUDIT_FIELD(Header, anchors)});
}

void print_log_names() {
  using Site = paraudit_meta_site;
  using Class = paraudit_meta_class;
  print_struct("paraudit_meta_site", "SITE; text: file, function, lock name", sizeof(Site),
               {PARAUDIT_FIELD(Site, id), PARAUDIT_FIELD(Site, line), PARAUDIT_FIELD(Site, column),
                PARAUDIT_FIELD(Site, column_kind), PARAUDIT_FIELD(Site, reserved), PARAUDIT_FIELD(Site, address),
                PARAUDIT_FIELD(Site, inlined_at), PARAUDIT_FIELD(Site, caller), PARAUDIT_FIELD(Site, file_size),
                PARAUDIT_FIELD(Site, function_size), PARAUDIT_FIELD(Site, lock_name_size),
                PARAUDIT_FIELD(Site, reserved2)});
  print_struct(
      "paraudit_meta_class",
      "LOCK_CLASS; text: name. Flag bits: 0 its instances have an index order, 1 (since 1.5) its readers pass waiting "
      "writers",
      sizeof(Class),
      {PARAUDIT_FIELD(Class, id), PARAUDIT_FIELD(Class, site), PARAUDIT_FIELD(Class, kind),
       PARAUDIT_FIELD(Class, name_size), PARAUDIT_FIELD(Class, flags)});
}

void print_log_history() {
  using Thread = paraudit_meta_thread;
  using Module = paraudit_meta_module;
  using Chain = paraudit_meta_chain;
  using Link = paraudit_chain_link;
  print_struct("paraudit_meta_thread", "THREAD; text: name", sizeof(Thread),
               {PARAUDIT_FIELD(Thread, index), PARAUDIT_FIELD(Thread, os_tid), PARAUDIT_FIELD(Thread, parent_index),
                PARAUDIT_FIELD(Thread, name_size), PARAUDIT_FIELD(Thread, start_ticks),
                PARAUDIT_FIELD(Thread, end_ticks)});
  print_struct("paraudit_meta_module", "MODULE; text: path, then the build id's bytes", sizeof(Module),
               {PARAUDIT_FIELD(Module, begin), PARAUDIT_FIELD(Module, end), PARAUDIT_FIELD(Module, bias),
                PARAUDIT_FIELD(Module, ticks), PARAUDIT_FIELD(Module, path_size), PARAUDIT_FIELD(Module, build_id_size),
                PARAUDIT_FIELD(Module, reserved)});
  print_struct("paraudit_meta_chain", "CHAIN; then `length` links, outermost first", sizeof(Chain),
               {PARAUDIT_FIELD(Chain, hash), PARAUDIT_FIELD(Chain, ticks), PARAUDIT_FIELD(Chain, thread),
                PARAUDIT_FIELD(Chain, length)});
  print_struct("paraudit_chain_link", "one lock of a chain. Mode: 1 shared, 2 try, or'ed", sizeof(Link),
               {PARAUDIT_FIELD(Link, class_id), PARAUDIT_FIELD(Link, site), PARAUDIT_FIELD(Link, instance),
                PARAUDIT_FIELD(Link, mode)});
  using State = paraudit_meta_state;
  using Watched = paraudit_meta_watched;
  print_struct("paraudit_meta_state", "STATE; text: id", sizeof(State),
               {PARAUDIT_FIELD(State, number), PARAUDIT_FIELD(State, name_size)});
  print_struct("paraudit_meta_watched",
               "WATCHED; then `length` links, outermost first. Flags: 1 write, 2 atomic. Written when a thread does "
               "this for\nthe first time since it last created or joined a thread or handed something over; after some "
               "dozens of such times only now and then",
               sizeof(Watched),
               {PARAUDIT_FIELD(Watched, ticks), PARAUDIT_FIELD(Watched, address), PARAUDIT_FIELD(Watched, state),
                PARAUDIT_FIELD(Watched, site), PARAUDIT_FIELD(Watched, thread), PARAUDIT_FIELD(Watched, flags),
                PARAUDIT_FIELD(Watched, length), PARAUDIT_FIELD(Watched, reserved)});
  std::printf("\nMODULE_END: `begin`, `end`, `ticks` (u64). LABEL: `id`, `text_size` (u32). COUNTER: `value` (u64), "
              "`name_size`, reserved\n(u32). EDGE_SYNC: `ticks` (u64), `from_thread`, `to_thread` (u32). PHASE: "
              "`ticks` (u64),\n`thread`, `group` (u32), `phase` (u64). HANDOVER: `ticks`, `object` (u64), `thread`, "
              "`flags` (u32; 1 gives, 2 takes). COMMAND, "
              "ENVIRONMENT: text only.\n");
}

void print_thread() {
  using Header = paraudit_thread_header;
  using Counter = paraudit_counter;
  std::printf("\n## The files `thread-<index>`\n");
  print_struct(
      "paraudit_thread_header", "its first page", sizeof(Header),
      {PARAUDIT_FIELD(Header, magic), PARAUDIT_FIELD(Header, version_major), PARAUDIT_FIELD(Header, version_minor),
       PARAUDIT_FIELD(Header, header_size), PARAUDIT_FIELD(Header, index), PARAUDIT_FIELD(Header, os_tid),
       PARAUDIT_FIELD(Header, counters_offset), PARAUDIT_FIELD(Header, counters_capacity),
       PARAUDIT_FIELD(Header, counters_dropped), PARAUDIT_FIELD(Header, ring_offset),
       PARAUDIT_FIELD(Header, ring_capacity), PARAUDIT_FIELD(Header, ring_head), PARAUDIT_FIELD(Header, ring_dropped),
       PARAUDIT_FIELD(Header, start_ticks), PARAUDIT_FIELD(Header, end_ticks), PARAUDIT_FIELD(Header, opening_ticks)});
  print_struct("paraudit_counter",
               "what the thread did at one site on one class in one mode; key 0: free. `hold_squares` is a float: with "
               "samples and\nticks it gives the spread, hence the error of the mean",
               sizeof(Counter),
               {PARAUDIT_FIELD(Counter, key), PARAUDIT_FIELD(Counter, site), PARAUDIT_FIELD(Counter, class_id),
                PARAUDIT_FIELD(Counter, mode), PARAUDIT_FIELD(Counter, hold_squares),
                PARAUDIT_FIELD(Counter, acquisitions), PARAUDIT_FIELD(Counter, contended),
                PARAUDIT_FIELD(Counter, wait_ticks), PARAUDIT_FIELD(Counter, hold_samples),
                PARAUDIT_FIELD(Counter, hold_ticks)});
}

void print_packed() {
  using Header = paraudit_packed_header;
  print_struct(
      "paraudit_packed_header",
      "head of a compacted thread file (`paraudit trace compact`). Then blocks: a u32 with the compressed size "
      "and\na zstd frame, first of the raw file's `table_bytes`, then of up to 65536 records each: their bytes "
      "plane by plane, ticks as\nthe difference to the record before",
      sizeof(Header),
      {PARAUDIT_FIELD(Header, magic), PARAUDIT_FIELD(Header, version_major), PARAUDIT_FIELD(Header, version_minor),
       PARAUDIT_FIELD(Header, header_size), PARAUDIT_FIELD(Header, raw_bytes), PARAUDIT_FIELD(Header, table_bytes),
       PARAUDIT_FIELD(Header, ring_offset), PARAUDIT_FIELD(Header, records)});
}

} // namespace

int main() {
  std::printf(kIntroduction, PARAUDIT_TRACE_VERSION_MAJOR, PARAUDIT_TRACE_VERSION_MINOR);
  print_process();
  std::printf(kLog);
#define PARAUDIT_META(NAME, value, doc) std::printf("| %d | %s | %s |\n", value, #NAME, doc);
#include "runtime/abi/meta_kinds.def"
  print_log_names();
  print_log_history();
  print_thread();
  print_packed();
  std::printf(kRing);
#define PARAUDIT_RECORD(NAME, value, payload, doc) std::printf("| %d | %s | %s | %s |\n", value, #NAME, #payload, doc);
#include "runtime/abi/record_kinds.def"
  std::printf("\n## Kinds of objects\n\n| kind | name | lock? |\n|---|---|---|\n");
#define PARAUDIT_OBJECT(NAME, value, text, is_lock)                                                                    \
  std::printf("| %d | %s | %s |\n", value, text, is_lock ? "yes" : "no");
#include "runtime/abi/object_kinds.def"
  return 0;
}
