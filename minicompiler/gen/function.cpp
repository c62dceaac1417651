#include "minicompiler/gen/function.h"

#include <array>

namespace minirc::gen {
namespace {

constexpr unsigned kCostMax = 2000;
constexpr unsigned kResultBits = 40;

/// Builds the body of one function; the shapes below are its vocabulary.
class Body {
 public:
  Body(Random& random, const Surroundings& around, const Function& function)
      : random_(random), around_(around), expressions_(random, {}) {
    for (size_t i = 0; i < function.parameters.size(); ++i)
      expressions_.add({"p" + std::to_string(i), function.parameters[i]});
    for (const std::string& constant : around.constants)
      expressions_.add({constant, int_type("u64")});
  }

  std::string generate() {
    line("let mut acc: u64 = " + expressions_.integer(int_type("u64"), 30, 2) + ";");
    expressions_.add({"acc", int_type("u64")});
    unsigned shapes = static_cast<unsigned>(random_.between(1, 3));
    for (unsigned i = 0; i < shapes; ++i)
      (this->*random_.pick(kShapes))();
    if (random_.chance(60))
      call();
    line("acc % " + std::to_string(random_.between(1u << 20, 1u << 30)));
    return std::move(text_);
  }

  unsigned cost() const { return cost_; }

 private:
  using Shape = void (Body::*)();

  void line(const std::string& text) { text_ += std::string(indent_ * 4, ' ') + text + "\n"; }
  void open(const std::string& text) {
    line(text + " {");
    ++indent_;
  }
  void close(const std::string& text = "") {
    --indent_;
    line("}" + text);
  }
  std::string fresh(const char* stem) { return stem + std::to_string(names_++); }
  void accumulate(const std::string& value) {
    line("acc = (acc * " + std::to_string(random_.between(3, 61)) + " + (" + value + ")) % 1073741789;");
  }
  std::string u64(unsigned depth) { return expressions_.integer(int_type("u64"), kResultBits, depth); }

  void locals() {
    unsigned count = static_cast<unsigned>(random_.between(2, 5));
    for (unsigned i = 0; i < count; ++i) {
      const IntType& type = random_.pick(int_types());
      std::string name = fresh("v");
      line("let " + name + ": " + std::string(type.name) + " = " + expressions_.integer(type, type.bits, 2) + ";");
      expressions_.add({name, type});
    }
    accumulate(u64(1));
  }

  void counted_loop() {
    std::string index = fresh("i");
    unsigned rounds = static_cast<unsigned>(random_.between(2, 24));
    open("for " + index + " in 0.." + std::to_string(rounds));
    accumulate(u64(1) + " + " + index);
    if (random_.chance(30)) {
      open("if acc % " + std::to_string(random_.between(50, 400)) + " == 0");
      line(random_.chance(50) ? "break;" : "continue;");
      close();
      line("acc += 1;");
    }
    close();
    cost_ += rounds;
  }

  void while_loop() {
    std::string left = fresh("n");
    line("let mut " + left + ": u64 = acc % " + std::to_string(random_.between(5, 60)) + ";");
    open("while " + left + " > 0");
    open("if " + left + " % 2 == 0");
    line(left + " = " + left + " / 2;");
    close(" else {");
    ++indent_;
    line(left + " = " + left + " - 1;");
    close();
    accumulate(left);
    close();
    cost_ += 12;
  }

  void array() {
    std::string name = fresh("a"), index = fresh("i");
    unsigned size = 1u << random_.between(2, 5);
    std::string element(random_.chance(50) ? "i32" : "u64");
    line("let mut " + name + ": [" + element + "; " + std::to_string(size) + "] = [0; " + std::to_string(size) + "];");
    line("let mut " + index + ": usize = 0;");
    open("while " + index + " < " + std::to_string(size));
    line(name + "[" + index + "] = (" + expressions_.integer(int_type(element), 20, 1) + ") ^ (" + index + " as " +
         element + ");");
    line(index + " += 1;");
    close();
    accumulate("(" + name + "[(acc % " + std::to_string(size) + ") as usize] & 1048575) as u64");
    expressions_.add({name + "[" + std::to_string(random_.below(size)) + "]", int_type(element)});
    cost_ += size;
  }

  void record() {
    std::string name = fresh("r");
    line("let mut " + name + " = Record { count: " + expressions_.integer(int_type("u64"), 20, 1) + ", weight: " +
         expressions_.integer(int_type("i32"), 15, 1) + ", ratio: 0.5, open: " + expressions_.boolean(0) + " };");
    line("touch(&mut " + name + ", " + expressions_.integer(int_type("u64"), 16, 1) + ");");
    open("if " + name + ".open");
    line(name + ".weight = " + name + ".weight % 4099;");
    close();
    accumulate("weigh(&" + name + ")");
    expressions_.add({name + ".count", int_type("u64")});
    cost_ += 2;
  }

  void floats() {
    std::string name = fresh("x");
    line("let mut " + name + ": f64 = " + expressions_.floating(2) + ";");
    open("if " + name + " < 0.0");
    line(name + " = 0.0 - " + name + ";");
    close();
    accumulate("(" + name + " * 16.0) as u64 % 65521");
  }

  void search() {
    std::string name = fresh("s"), step = fresh("k");
    unsigned limit = static_cast<unsigned>(random_.between(4, 30));
    line("let mut " + step + ": u64 = 0;");
    open("let " + name + ": u64 = loop");
    line(step + " += 1;");
    open("if " + step + " >= " + std::to_string(limit) + " || (acc + " + step + ") % 7 == 3");
    line("break " + step + " * 3;");
    close();
    close(";");
    accumulate(name);
    cost_ += limit;
  }

  void table() {
    if (around_.tables.empty())
      return locals();
    const std::string& name = random_.pick(around_.tables);
    accumulate("(" + name + "[(acc & 7) as usize] as u64) + " + name + "[" + std::to_string(random_.below(8)) +
               "] as u64");
  }

  void call() {
    if (around_.callable.empty())
      return;
    const Function& callee = *random_.pick(around_.callable);
    if (cost_ + callee.cost > kCostMax)
      return;
    std::string arguments;
    for (const IntType& type : callee.parameters)
      arguments += (arguments.empty() ? "" : ", ") + expressions_.integer(type, type.bits, 1);
    accumulate(callee.path + "(" + arguments + ")");
    cost_ += callee.cost;
  }

  static constexpr std::array<Shape, 8> kShapes = {&Body::locals, &Body::counted_loop, &Body::while_loop, &Body::array,
                                                   &Body::record, &Body::floats,       &Body::search,     &Body::table};

  Random& random_;
  const Surroundings& around_;
  Expressions expressions_;
  std::string text_;
  unsigned indent_ = 1;
  unsigned names_ = 0;
  unsigned cost_ = 4;
};

} // namespace

Function generate_function(Random& random, const Surroundings& around, unsigned index, std::string& text) {
  Function function{around.module_path + "::f" + std::to_string(index), {}, 0};
  unsigned parameters = static_cast<unsigned>(random.between(1, 3));
  std::string signature;
  for (unsigned i = 0; i < parameters; ++i) {
    function.parameters.push_back(random.pick(int_types()));
    signature += (i ? ", p" : "p") + std::to_string(i) + ": " + std::string(function.parameters.back().name);
  }
  Body body(random, around, function);
  text += "/// Mixes its " + std::to_string(parameters) + " argument(s) into a number below 2^30.\n";
  text += "pub fn f" + std::to_string(index) + "(" + signature + ") -> u64 {\n" + body.generate() + "}\n\n";
  function.cost = body.cost();
  return function;
}

} // namespace minirc::gen
