// Watched accesses: before each load, store and call that touches a state of a WatchList, a call of paraudit_watch;
// when the module is loaded, a call that tells the recorder which states it watches and where they are.
//
// A state is known by its symbol, a field by its class and name (needs -g), both also through a reference that is bound
// once, and through a function that returns its address: one of this module by its body, one of another by its name, if
// the state is its static variable, or by the type of the object whose member is accessed; the recorder compares
// addresses. What a method does to `this` cannot be known here: where the checker saw a state
// accessed on that line, the access is handed over and counts if its address lies in the state. Calls count as what the
// checker saw there: what a library's function does with the object that it is given is not looked into.
#ifndef PARAUDIT_INSTRUMENT_PASSES_WATCH_POINTS_H
#define PARAUDIT_INSTRUMENT_PASSES_WATCH_POINTS_H

#include "instrument/passes/lock_calls.h"
#include "instrument/passes/lock_name.h"
#include "instrument/passes/site_record.h"
#include "instrument/passes/statistics.h"
#include "instrument/passes/watch_list.h"

namespace paraudit::instrument {

class WatchPoints {
 public:
  WatchPoints(llvm::Module& module, const WatchList& list, const LockCalls& calls, const LockNames& names,
              SiteRecords& records, Statistics& statistics);

  /// Changes the module; true when it did.
  bool add();

 private:
  struct Access {
    llvm::Instruction* instruction;
    llvm::Value* address;
    unsigned flags; ///< paraudit_watch_flag
    bool by_call;   ///< flags are a guess by the callee's name, the list decides
  };
  struct Point {
    Access access;
    size_t state;
  };

  void find_variables();
  void find_returned();
  llvm::SmallVector<size_t, 2> returned_by(const llvm::Value& base) const;
  void add_of_type(const llvm::Value& base, const llvm::Value& address, llvm::SmallVectorImpl<size_t>& states) const;
  void look_at(llvm::Function& function);
  void look_at(const Access& access);
  void look_at_call(llvm::CallBase& call);
  llvm::SmallVector<size_t, 2> states_of(const Access& access) const;
  void place(const Point& point);
  llvm::GlobalVariable* define_states();
  llvm::Constant* state_record(llvm::StructType* type, size_t state);

  llvm::Module& module_;
  const WatchList& list_;
  const LockCalls& calls_;
  const LockNames& names_;
  SiteRecords& records_;
  Statistics& statistics_;
  llvm::DenseMap<const llvm::Value*, size_t> variables_;
  llvm::StringMap<size_t> fields_;
  llvm::DenseMap<const llvm::Function*, llvm::SmallVector<size_t, 2>> returned_; ///< whose address each may return
  std::vector<Point> points_;
  llvm::GlobalVariable* table_ = nullptr;
  llvm::DenseMap<size_t, unsigned> places_; ///< in the table, by state
  std::vector<size_t> used_;
};

} // namespace paraudit::instrument
#endif
