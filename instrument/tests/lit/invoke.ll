; The site is cleared on both ways out of an invoke: once in a landing pad that several share, and on an edge of its own
; where the normal destination has other predecessors.
; RUN: %opt -S %s | FileCheck %s

@m = global i64 0
declare i32 @pthread_mutex_lock(ptr)
declare i32 @__gxx_personality_v0(...)

define void @two_locks(i1 %both) personality ptr @__gxx_personality_v0 !dbg !4 {
; CHECK-LABEL: define void @two_locks(
; CHECK: store ptr @[[FIRST:paraudit.site[.0-9]*]], ptr
; CHECK-NEXT: invoke i32 @pthread_mutex_lock(ptr @m)
; CHECK-NEXT: to label %[[OWN_EDGE:.*]] unwind label %pad
entry:
  %first = invoke i32 @pthread_mutex_lock(ptr @m) to label %next unwind label %pad, !dbg !6

; CHECK: [[OWN_EDGE]]:
; CHECK: store ptr null, ptr
; CHECK-NEXT: br label %next

; CHECK: next:
; CHECK-NOT: store ptr null
; CHECK: store ptr @[[SECOND:paraudit.site[.0-9]*]], ptr
; CHECK-NEXT: invoke i32 @pthread_mutex_lock(ptr @m)
; CHECK-NEXT: to label %done unwind label %pad
next:
  %again = phi i32 [ 0, %entry ], [ 1, %next_loop ]
  %second = invoke i32 @pthread_mutex_lock(ptr @m) to label %done unwind label %pad, !dbg !7

; CHECK: done:
; CHECK: store ptr null, ptr
; CHECK-NEXT: br i1
done:
  br i1 %both, label %next_loop, label %end

next_loop:
  br label %next

end:
  ret void

; CHECK: pad:
; CHECK-NEXT: landingpad
; CHECK-NEXT: cleanup
; CHECK: store ptr null, ptr
; CHECK-NOT: store ptr null
; CHECK: resume
pad:
  %exception = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %exception
}

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!3}
!0 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !1, emissionKind: LineTablesOnly)
!1 = !DIFile(filename: "invoke.cpp", directory: "/source")
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = distinct !DISubprogram(name: "two_locks", scope: !1, file: !1, line: 1, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DISubroutineType(types: !{})
!6 = !DILocation(line: 2, column: 3, scope: !4)
!7 = !DILocation(line: 3, column: 3, scope: !4)
