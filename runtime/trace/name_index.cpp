#include "runtime/trace/name_index.h"

#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

constexpr uint32_t kMostModules = 4096;

const char* object_kind_text(uint32_t kind) {
  switch (kind) {
#define PARAUDIT_OBJECT(NAME, value, text, is_lock)                                                                    \
  case value:                                                                                                          \
    return text;
#include "runtime/abi/object_kinds.def"
  default:
    return "object";
  }
}

template <class Meta> const Meta* meta_at(const void* entry) {
  return static_cast<const Meta*>(entry);
}
template <class Meta> const char* text_after(const Meta* meta) {
  return reinterpret_cast<const char*>(meta + 1);
}

} // namespace

NameIndex::NameIndex()
    : site_count_(recorder().next_site.load(std::memory_order_relaxed)),
      class_count_(recorder().next_class.load(std::memory_order_relaxed)),
      bytes_(sizeof(void*) * (size_t{site_count_} + class_count_ + kMostModules)),
      table_(static_cast<const void**>(platform::map_memory(bytes_))) {
  if (table_ != nullptr)
    recorder().log.for_each([this](uint32_t kind, const paraudit_meta_head* head) { add(kind, head); });
}

NameIndex::~NameIndex() {
  if (table_ != nullptr)
    platform::unmap(table_, bytes_);
}

void NameIndex::add(uint32_t kind, const paraudit_meta_head* head) {
  const void* payload = head + 1;
  if (kind == PARAUDIT_META_SITE && meta_at<paraudit_meta_site>(payload)->id < site_count_)
    table_[meta_at<paraudit_meta_site>(payload)->id] = payload;
  else if (kind == PARAUDIT_META_LOCK_CLASS && meta_at<paraudit_meta_class>(payload)->id < class_count_)
    table_[site_count_ + meta_at<paraudit_meta_class>(payload)->id] = payload;
  else if (kind == PARAUDIT_META_MODULE && module_count_ < kMostModules)
    table_[site_count_ + class_count_ + module_count_++] = payload;
}

uint32_t NameIndex::class_kind(uint32_t class_id) const {
  const void* entry = table_ == nullptr || class_id >= class_count_ ? nullptr : table_[site_count_ + class_id];
  return entry == nullptr ? 0 : meta_at<paraudit_meta_class>(entry)->kind;
}

bool NameIndex::index_ordered(uint32_t class_id) const {
  return class_kind(class_id) != 0 &&
         (meta_at<paraudit_meta_class>(table_[site_count_ + class_id])->flags & PARAUDIT_CLASS_INDEX_ORDERED) != 0;
}

void NameIndex::put_class(TextOut& out, uint32_t class_id) const {
  uint32_t kind = class_kind(class_id);
  if (kind == 0) {
    out.text("an unknown lock");
    return;
  }
  auto* meta = meta_at<paraudit_meta_class>(table_[site_count_ + class_id]);
  out.text(object_kind_text(kind)).text(" ");
  if (meta->name_size != 0)
    out.text(text_after(meta), meta->name_size);
  else if (meta->site != 0)
    put_site(out.text("made at "), meta->site);
  else
    out.text("class ").number(class_id);
}

void NameIndex::put_site(TextOut& out, uint32_t site_id) const {
  const void* entry = table_ == nullptr || site_id >= site_count_ ? nullptr : table_[site_id];
  if (entry == nullptr) {
    out.text("an unknown place");
    return;
  }
  auto* site = meta_at<paraudit_meta_site>(entry);
  if (site->file_size == 0)
    return put_address(out, site->address);
  out.text(text_after(site), site->file_size).text(":").number(site->line);
  if (site->function_size != 0)
    out.text(" in ").text(text_after(site) + site->file_size, site->function_size);
}

void NameIndex::put_record(TextOut& out, const void* site, uint32_t form) const {
  char file[256] = "", function[256] = "";
  uint32_t line = 0;
  if (form == PARAUDIT_SITE_RECORD) {
    paraudit_site record{};
    if (site == nullptr || !memory_.read(site, record))
      record = {};
    if (record.file == nullptr && record.address != 0)
      return put_address(out, record.address);
    memory_.read_text(record.file, file, sizeof(file));
    memory_.read_text(record.function, function, sizeof(function));
    line = record.line;
  } else if (paraudit_source_record record{}; site != nullptr && memory_.read(site, record)) {
    memory_.read_text(record.file, file, sizeof(file));
    memory_.read_text(record.function, function, sizeof(function));
    line = record.line;
  }
  if (file[0] == 0)
    out.text("an unknown place");
  else
    out.text(file).text(":").number(line).text(function[0] == 0 ? "" : " in ").text(function);
}

void NameIndex::put_address(TextOut& out, uint64_t address) const {
  for (uint32_t i = module_count_; table_ != nullptr && i-- != 0;) { // the one loaded last
    auto* module = meta_at<paraudit_meta_module>(table_[site_count_ + class_count_ + i]);
    if (address >= module->begin && address < module->end) {
      out.text(text_after(module), module->path_size).text("+").hex(address - module->bias);
      return;
    }
  }
  out.hex(address);
}

} // namespace paraudit::trace
