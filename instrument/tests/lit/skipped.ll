; What gets no site, and that it is counted: no location, must-tail calls, naked functions, indirect calls. The relative
; path of the one that does is completed with the directory.
; RUN: env PARAUDIT_PASS_STATS=1 %opt -S %s 2>%t.stats | FileCheck %s
; RUN: FileCheck --check-prefix=STATS %s < %t.stats

; STATS: 1 calls of pthread functions given a site
; STATS: 1 lock calls without a debug location: recorded by return address
; STATS: 1 lock calls that must be tail calls: recorded by return address
; STATS: 1 lock calls in naked functions: recorded by return address
; STATS: 1 indirect calls, whose target is not known: recorded by return address if they lock

; CHECK: c"/source/skipped.cpp\00"
; CHECK-COUNT-1: store ptr @paraudit.site
; CHECK-NOT: store ptr @paraudit.site

@m = global i64 0
declare i32 @pthread_mutex_lock(ptr)

define i32 @no_location() {
  %r = call i32 @pthread_mutex_lock(ptr @m)
  ret i32 %r
}

define i32 @must_tail(ptr %lock) !dbg !4 {
  %r = musttail call i32 @pthread_mutex_lock(ptr @m), !dbg !6
  ret i32 %r
}

define void @bare() naked !dbg !8 {
  %r = call i32 @pthread_mutex_lock(ptr @m), !dbg !9
  unreachable
}

define i32 @indirect(ptr %function) !dbg !10 {
  %r = call i32 %function(ptr @m), !dbg !11
  %s = call i32 @pthread_mutex_lock(ptr @m), !dbg !11
  ret i32 %s
}

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!3}
!0 = distinct !DICompileUnit(language: DW_LANG_C_plus_plus, file: !1, emissionKind: LineTablesOnly)
!1 = !DIFile(filename: "./skipped.cpp", directory: "/source")
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = distinct !DISubprogram(name: "must_tail", scope: !1, file: !1, line: 1, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DISubroutineType(types: !{})
!6 = !DILocation(line: 2, column: 3, scope: !4)
!8 = distinct !DISubprogram(name: "bare", scope: !1, file: !1, line: 5, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!9 = !DILocation(line: 6, column: 3, scope: !8)
!10 = distinct !DISubprogram(name: "indirect", scope: !1, file: !1, line: 9, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 10, column: 3, scope: !10)
