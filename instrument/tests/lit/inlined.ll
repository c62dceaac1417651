; Of a call that was inlined before the pass ran, the record leads to those it was inlined into.
; RUN: %opt -S %s | FileCheck %s

; CHECK: @[[OUTER:paraudit.site[.0-9]*]] = private global {{.*}} i32 9, i32 5, {{.*}} ptr null, i64 0 }
; CHECK: = private global {{.*}} i32 2, i32 3, {{.*}} ptr @[[OUTER]], i64 0 }

@m = global i64 0
declare i32 @pthread_mutex_lock(ptr)

define i32 @outer() !dbg !4 {
  %r = call i32 @pthread_mutex_lock(ptr @m), !dbg !7
  ret i32 %r
}

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!3}
!0 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !1, emissionKind: LineTablesOnly)
!1 = !DIFile(filename: "inlined.cpp", directory: "/source")
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = distinct !DISubprogram(name: "outer", scope: !1, file: !1, line: 8, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DISubroutineType(types: !{})
!6 = distinct !DISubprogram(name: "inner", scope: !1, file: !1, line: 1, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!7 = !DILocation(line: 2, column: 3, scope: !6, inlinedAt: !8)
!8 = distinct !DILocation(line: 9, column: 5, scope: !4)
