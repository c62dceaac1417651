// The flow-sensitive state of one body: which variables are set, which places were moved out of. Internal to
// passes/moves*.cpp.
//
// An abstract interpretation of HIR in evaluation order: branches join, loops run until nothing changes (twice at most,
// since facts only accumulate). Unreachable code is not checked, as in rustc.
#ifndef PARAUDIT_MINICOMPILER_PASSES_MOVES_H
#define PARAUDIT_MINICOMPILER_PASSES_MOVES_H

#include "minicompiler/passes/passes.h"
#include <set>
#include <vector>

namespace minirc {

struct MovedPath {
  hir::LocalId local;
  std::vector<std::uint32_t> fields;
  Span where;
  friend bool operator==(const MovedPath&, const MovedPath&) = default;
};

struct FlowState {
  static constexpr std::uint8_t kMaybeSet = 1, kMaybeUnset = 2;
  bool reachable = true;
  std::vector<std::uint8_t> locals; // bits above
  std::vector<MovedPath> moved;

  void join(const FlowState& other);
  friend bool operator==(const FlowState&, const FlowState&) = default;
};

// A place expression, as far as moves and mutability care.
struct Place {
  enum class Lock : std::uint8_t { kNone, kLocal, kSharedRef, kConstPtr, kStatic };
  hir::LocalId local = hir::kNone;
  std::vector<std::uint32_t> fields; // from the local, up to the first dereference or index
  bool whole_path = true;            // no dereference or index followed
  bool deref = false, index = false, is_static = false;
  Lock lock = Lock::kNone; // why it cannot be written
  const hir::Expr* expr = nullptr;
};

enum class Use : std::uint8_t { kRead, kMove, kBorrow, kBorrowMut, kWrite, kReadWrite };

class MoveCheck {
 public:
  MoveCheck(TyCtxt& cx, const hir::Body& body, const TypeckResults& types);
  void run();

 private:
  struct Target {
    hir::NodeId node;
    FlowState breaks, continues;
  };

  // moves.cpp: flow
  void value(const hir::Expr* e);
  void rvalue(const hir::Expr* e);
  bool operators(const hir::Expr* e);
  bool calls(const hir::Expr* e);
  void control(const hir::Expr* e);
  void block(const hir::Block* b);
  void let(const hir::Stmt& s);
  void branches(const hir::IfExpr* e);
  void match(const hir::MatchExpr* e);
  void loop(hir::NodeId node, const hir::Block* body, const hir::Pat* pat, bool runs_out);
  void declare(const hir::Pat* p, bool set);
  void bind(const hir::Pat* p, const Place& place);
  void borrowed(const hir::Expr* e);
  void all(List<const hir::Expr*> list);
  FlowState unreachable() const;

  // moves_places.cpp: places and errors
  static bool is_place(const hir::Expr* e);
  Place place(const hir::Expr* e);
  void apply_derefs(Place& p, const hir::Expr* e);
  void dereference(Place& p, Ty pointer);
  void use(const Place& p, Use use, Span span, Ty type);
  bool usable(const Place& p, Use use, Span span);
  void moved_out(const Place& p, Span span, Ty type);
  void write(const Place& p, Use use, Span span);
  void forbid_write(const Place& p, Use use, Span span);
  void report(Diagnostic d);
  std::string describe(const Place& p) const;
  std::string local_name(hir::LocalId local) const;

  TyCtxt& cx_;
  const hir::Body& body_;
  const TypeckResults& types_;
  FlowState state_;
  std::vector<Target> targets_;
  std::set<std::pair<std::uint32_t, std::uint16_t>> reported_;
};

} // namespace minirc

#endif
