// Ids of sites, classes and labels: looked up by address or text, written to the log on first sight.

#include "runtime/platform/system.h"
#include "runtime/trace/recorder.h"

#include <cstring>

namespace paraudit::trace {
namespace {

constexpr uint64_t kFirstKey = 2; // smaller ones mean free and erased

uint64_t hash_text(uint64_t hash, const char* text) { // FNV-1a (Fowler, Noll, Vo)
  for (; text != nullptr && *text != 0; ++text)
    hash = (hash ^ static_cast<uint8_t>(*text)) * 0x100000001b3ull;
  return paraudit_mix(hash + 1);
}
uint64_t hash_word(uint64_t hash, uint64_t word) {
  return paraudit_mix(hash ^ paraudit_mix(word + 0x9e3779b97f4a7c15ull));
}
uint64_t as_key(uint64_t hash) {
  return hash < kFirstKey ? hash + kFirstKey : hash;
}

Piece text_piece(const char* text, uint16_t& size) {
  constexpr size_t kLongest = 4096;
  size_t length = text == nullptr ? 0 : strnlen(text, kLongest);
  size = static_cast<uint16_t>(length);
  return {text, length};
}

// The value of a slot, made by `make` (which writes the log) if there is none. Threads that race may both write; one
// wins.
template <class Make> uint32_t value_or_make(KeyTable::Slot* slot, Make&& make) {
  if (slot == nullptr) {
    count_drop(Drop::kTables);
    return PARAUDIT_NO_ID;
  }
  uint32_t value = slot->value.load(std::memory_order_acquire);
  if (value != 0)
    return value;
  uint32_t made = make();
  return slot->value.compare_exchange_strong(value, made, std::memory_order_acq_rel) ? made : value;
}

uint32_t write_site(const paraudit_site& site, uint32_t inlined_at) {
  paraudit_meta_site meta{};
  meta.id = recorder().next_site.fetch_add(1, std::memory_order_relaxed);
  meta.line = site.line;
  meta.column = site.column;
  meta.column_kind = site.column_kind;
  meta.address = site.address;
  meta.inlined_at = inlined_at;
  Piece file = text_piece(site.file, meta.file_size);
  Piece function = text_piece(site.function, meta.function_size);
  Piece name = text_piece(site.lock_name, meta.lock_name_size);
  Piece pieces[] = {{&meta, sizeof(meta)}, file, function, name};
  recorder().log.append(PARAUDIT_META_SITE, pieces, 4);
  return meta.id;
}

// One id for one place: the same text in two translation units' records is the same site.
uint32_t id_of_content(const paraudit_site& site, uint32_t inlined_at) {
  uint64_t hash = hash_text(1, site.file);
  hash = hash_text(hash, site.function);
  hash = hash_text(hash, site.lock_name);
  hash = hash_word(hash, uint64_t{site.line} << 32 | site.column);
  hash = hash_word(hash_word(hash, site.address), uint64_t{inlined_at} << 8 | site.column_kind);
  return value_or_make(recorder().site_contents.find_or_insert(as_key(hash)),
                       [&] { return write_site(site, inlined_at); });
}

uint32_t id_of_record(const paraudit_site* site, int depth) {
  constexpr int kDeepest = 32;
  uint32_t id = __atomic_load_n(&site->id, __ATOMIC_RELAXED);
  if (id != 0)
    return id;
  uint32_t outer = site->inlined_at == nullptr || depth == kDeepest ? 0 : id_of_record(site->inlined_at, depth + 1);
  id = id_of_content(*site, outer);
  __atomic_store_n(const_cast<uint32_t*>(&site->id), id, __ATOMIC_RELAXED);
  return id;
}

} // namespace

uint32_t site_id(const void* site, uint32_t form) {
  if (site == nullptr)
    return PARAUDIT_NO_ID;
  if (form == PARAUDIT_SITE_RECORD)
    return id_of_record(static_cast<const paraudit_site*>(site), 0);
  return value_or_make(recorder().sites.find_or_insert(key_of(site)), [&] {
    auto* source = static_cast<const paraudit_source_record*>(site);
    paraudit_site copy{};
    copy.file = source->file;
    copy.function = source->function;
    copy.line = source->line;
    copy.column = source->column;
    copy.column_kind =
        form == PARAUDIT_SITE_SOURCE_GCC ? PARAUDIT_COLUMN_SOURCE_LOCATION_GCC : PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG;
    return id_of_content(copy, 0);
  });
}

uint32_t class_id(uint32_t kind, const char* name, uint32_t construction_site, uint32_t first_site, uint32_t flags) {
  if (kind & PARAUDIT_KIND_READERS_PASS)
    flags |= PARAUDIT_CLASS_READERS_PASS;
  uint64_t hash = hash_word(2, uint64_t{kind} << 32 | flags);
  hash = name != nullptr ? hash_text(hash, name) : hash_word(hash, uint64_t{construction_site} << 32 | first_site);
  return value_or_make(recorder().classes.find_or_insert(as_key(hash)), [&] {
    paraudit_meta_class meta{};
    meta.id = recorder().next_class.fetch_add(1, std::memory_order_relaxed);
    meta.site = construction_site;
    meta.kind = static_cast<uint16_t>(kind);
    meta.flags = flags;
    Piece text = text_piece(name, meta.name_size);
    Piece pieces[] = {{&meta, sizeof(meta)}, text};
    recorder().log.append(PARAUDIT_META_LOCK_CLASS, pieces, 2);
    return meta.id;
  });
}

uint32_t label_id(const char* label) {
  if (label == nullptr)
    return PARAUDIT_NO_ID;
  return value_or_make(recorder().labels.find_or_insert(key_of(label)), [&] {
    paraudit_meta_label meta{};
    uint16_t size = 0;
    Piece text = text_piece(label, size);
    meta.id = recorder().next_label.fetch_add(1, std::memory_order_relaxed) & 0xffffff;
    meta.text_size = size;
    Piece pieces[] = {{&meta, sizeof(meta)}, text};
    recorder().log.append(PARAUDIT_META_LABEL, pieces, 2);
    return meta.id;
  });
}

uint32_t watched_number(const char* id) {
  return value_or_make(recorder().watched_ids.find_or_insert(as_key(hash_text(3, id))), [&] {
    paraudit_meta_state meta{};
    uint16_t size = 0;
    Piece text = text_piece(id, size);
    meta.number = recorder().next_watched.fetch_add(1, std::memory_order_relaxed);
    meta.name_size = size;
    Piece pieces[] = {{&meta, sizeof(meta)}, text};
    recorder().log.append(PARAUDIT_META_STATE, pieces, 2);
    return meta.number;
  });
}

} // namespace paraudit::trace
