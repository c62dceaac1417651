#include "checker/tool/export_fixes.h"

#include <clang/Tooling/DiagnosticsYaml.h>
#include <llvm/Support/YAMLTraits.h>
#include <llvm/Support/raw_ostream.h>

#include <filesystem>

namespace paraudit::tool {
namespace {

using clang::tooling::Diagnostic;

Diagnostic::Level level_of(checks::Severity severity) {
  return severity == checks::Severity::kError     ? Diagnostic::Error
         : severity == checks::Severity::kWarning ? Diagnostic::Warning
                                                  : Diagnostic::Remark;
}

} // namespace

std::string exported_fixes(const Report& report) {
  clang::tooling::TranslationUnitDiagnostics unit;
  std::string directory = std::filesystem::current_path().string();
  for (const checks::Finding& finding : report.findings) {
    auto fixes = report.fixes.find(finding.fingerprint);
    if (fixes == report.fixes.end()) {
      continue;
    }
    for (const ResolvedFix& fix : fixes->second) {
      clang::tooling::DiagnosticMessage message(finding.message);
      message.FilePath = fix.replacements.front().file;
      message.FileOffset = static_cast<unsigned>(fix.replacements.front().offset);
      for (const Replacement& change : fix.replacements) {
        clang::tooling::Replacement replacement(change.file, static_cast<unsigned>(change.offset),
                                                static_cast<unsigned>(change.length), change.text);
        llvm::consumeError(message.Fix[change.file].add(replacement)); // those of one fix never overlap
      }
      unit.Diagnostics.emplace_back(finding.check, message, llvm::SmallVector<clang::tooling::DiagnosticMessage, 1>{},
                                    level_of(finding.severity), directory);
    }
  }
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::yaml::Output yaml(stream);
  yaml << unit;
  return stream.str();
}

} // namespace paraudit::tool
