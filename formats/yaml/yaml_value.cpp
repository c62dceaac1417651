#include "formats/yaml/yaml_value.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sstream>
#include <sys/stat.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{16} << 20, kMaxDepth = 32, kMaxValues = 200000;

YamlValue text_value(YamlValue::Kind kind, const std::string& text, bool is_plain) {
  YamlValue value;
  value.kind = kind;
  value.text = text;
  value.is_plain = is_plain;
  return value;
}

// Builds the tree; the stack holds the collections that are open, outermost first.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(const std::string& file) : file_(file) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, "", anchor, text_value(YamlValue::Kind::kNull, "", true));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(mark, "aliases (*name) are not supported: write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    add(mark, tag, anchor, text_value(YamlValue::Kind::kText, value, tag == "?"));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, YamlValue::Kind::kList, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, YamlValue::Kind::kMap, style);
  }
  void OnMapEnd() override { close(); }

  YamlValue take() { return std::move(root_); }

 private:
  [[noreturn]] void fail(const YAML::Mark& mark, const std::string& message) const {
    throw LocatedError(file_, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1),
                       message);
  }

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      fail(mark, "anchors (&name) are not supported: write the value out where it is needed");
    if (!tag.empty() && tag != "?" && tag != "!")
      fail(mark, "tags (" + tag + ") are not supported");
    if (++values_ > kMaxValues)
      fail(mark, "the file holds more than " + std::to_string(kMaxValues) + " values");
  }

  // Where the next value goes: null while a map waits for a name.
  YamlValue* add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlValue value) {
    check(mark, tag, anchor);
    value.line = static_cast<std::uint32_t>(mark.line + 1);
    value.column = static_cast<std::uint32_t>(mark.column + 1);
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    YamlValue& parent = *open_.back();
    if (parent.kind == YamlValue::Kind::kList) {
      parent.items.push_back(std::move(value));
      return &parent.items.back();
    }
    if (!waits_for_value_.back()) {
      add_name(mark, parent, value);
      return nullptr;
    }
    waits_for_value_.back() = false;
    parent.members.back().value = std::move(value);
    return &parent.members.back().value;
  }

  void add_name(const YAML::Mark& mark, YamlValue& parent, const YamlValue& name) {
    if (name.kind != YamlValue::Kind::kText)
      fail(mark, "expected a name before ':'");
    if (const YamlMember* other = parent.find(name.text))
      fail(mark, "'" + name.text + "' stands here a second time; the first is in line " + std::to_string(other->line));
    parent.members.push_back({name.text, name.line, name.column, {}});
    waits_for_value_.back() = true;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlValue::Kind kind,
            YAML::EmitterStyle::value style) {
    if (open_.size() >= kMaxDepth)
      fail(mark, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    YamlValue value;
    value.kind = kind;
    value.is_flow = style == YAML::EmitterStyle::Flow;
    YamlValue* added = add(mark, tag, anchor, std::move(value));
    if (!added)
      fail(mark, "a list or map cannot be a name");
    open_.push_back(added);
    waits_for_value_.push_back(false);
  }

  void close() {
    open_.pop_back();
    waits_for_value_.pop_back();
  }

  const std::string& file_;
  YamlValue root_;
  std::vector<YamlValue*> open_; // of parents, whose vectors do not grow while a child is open
  std::vector<bool> waits_for_value_;
  std::size_t values_ = 0;
};

} // namespace

const YamlMember* YamlValue::find(std::string_view name) const {
  for (const YamlMember& member : members)
    if (member.name == name)
      return &member;
  return nullptr;
}

YamlValue parse_yaml(const std::string& file, const std::string& text) {
  if (std::size_t zero = text.find('\0'); zero != std::string::npos)
    throw LocatedError(file, "offset " + std::to_string(zero) + " holds a NUL byte: this is no text file");
  Builder builder(file);
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    parser.HandleNextDocument(builder);
    Builder second(file);
    if (parser.HandleNextDocument(second))
      throw LocatedError(file, "holds more than one YAML document ('---'): one is expected");
  } catch (const YAML::Exception& error) {
    throw LocatedError(file, static_cast<std::uint32_t>(error.mark.line + 1),
                       static_cast<std::uint32_t>(error.mark.column + 1), "not valid YAML: " + error.msg);
  }
  return builder.take();
}

std::string read_text_file(const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file)
    throw LocatedError(path, std::string("cannot open: ") + std::strerror(errno));
  std::string text;
  char buffer[65536];
  while (std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, count);
    if (text.size() > kMaxBytes)
      throw LocatedError(path, "is larger than 16 MiB: this is no file that people write");
  }
  if (std::ferror(file.get()))
    throw LocatedError(path, std::string("cannot read: ") + std::strerror(errno));
  return text;
}

} // namespace paraudit::formats
