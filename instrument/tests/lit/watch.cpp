// Watched state: a hook before each access, none before others; what is safe, or not here, is left out; the states are
// registered before the program's own constructors run.
// RUN: env PARAUDIT_WATCH=%S/Inputs/watch.json PARAUDIT_PASS_STATS=%t.stats %clangxx -g -O0 -S -emit-llvm %s -o - | FileCheck %s
// RUN: env PARAUDIT_WATCH=%S/Inputs/watch.json %clangxx -g -O2 -S -emit-llvm %s -o - | FileCheck %s
// RUN: FileCheck --check-prefix=STATS %s < %t.stats
// RUN: env PARAUDIT_WATCH=%t.none not %clangxx -S -emit-llvm %s -o - 2>&1 | FileCheck --check-prefix=ERROR %s
// RUN: %clangxx -g -S -emit-llvm %s -o - | FileCheck --check-prefix=OFF %s

int counter = 0;
extern const int constant;
int other = 0;

struct Node {
  int before = 0;
  int value = 0;
};

// CHECK-DAG: @paraudit.watched = private global [2 x { ptr, ptr, i64, i32, i32 }] [{{.*}}ptr @counter, i64 4, i32 0, i32 0 }, {{.*}}ptr null, i64 0, i32 1, i32 0 }]
// CHECK-DAG: @llvm.global_ctors = {{.*}}i32 101, ptr @paraudit.register_watched

// CHECK-LABEL: @_Z6updatev
// CHECK: call void @paraudit_watch(ptr {{.*}}@paraudit.watch_point{{.*}}, ptr {{.*}}@counter)
// CHECK: call void @paraudit_watch(ptr {{.*}}@paraudit.watch_point{{.*}}, ptr {{.*}}@counter)
// CHECK-NOT: @paraudit_watch
void update() {
  counter = counter + 1;
  other = other + constant;
}

// CHECK-LABEL: @_Z3setR4Node
// CHECK: call void @paraudit_watch
// CHECK-NOT: @paraudit_watch
// CHECK: ret void
void set(Node& node) {
  node.before = 1;
  node.value = 2;
}

// STATS: "watched_states": 2, "watched_accesses": 3, "handovers": 0, "skipped_safe_states": 1
// ERROR: error: paraudit --watch: '{{.*}}' cannot be read
// OFF-NOT: paraudit_watch
