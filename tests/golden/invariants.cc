#include "invariants.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"

namespace headwater::golden {
namespace {

using v1::Source;
using v1::Span;
using v1::StatementLineage;

bool ReadsItsOutput(StatementLineage::Kind kind) {
  return kind == StatementLineage::UPDATE || kind == StatementLineage::MERGE ||
         kind == StatementLineage::DELETE;
}

class Checker {
 public:
  explicit Checker(absl::string_view sql) : sql_(sql) {}

  void Check(const StatementLineage& statement) {
    statement_ = &statement;
    inputs_.clear();
    outputs_.clear();
    for (const v1::Dataset& input : statement.inputs()) {
      inputs_.insert(input.name());
      CheckSpan("input " + input.name(), input.span());
    }
    for (const v1::Dataset& output : statement.outputs()) {
      outputs_.insert(output.name());
      CheckSpan("output " + output.name(), output.span());
    }
    CheckStatementSpan();
    for (const v1::ColumnLineage& column : statement.columns()) CheckColumn(column);
    for (const v1::Influence& influence : statement.influences()) {
      const std::string what =
          absl::StrCat("influence ", influence.dataset(), ".", influence.column());
      CheckSource(what, influence);
      if (influence.type() != Source::INDIRECT) Report(what, " is not INDIRECT");
      const bool known = influence.output().empty() || outputs_.count(influence.output()) != 0;
      if (!known) Report(what, absl::StrCat(": ", influence.output(), " is no output"));
    }
    for (const v1::Diagnostic& diagnostic : statement.diagnostics()) CheckDiagnostic(diagnostic);
  }

  void CheckDiagnostic(const v1::Diagnostic& diagnostic) {
    if (diagnostic.code() == "internal") Report("diagnostic", ": " + diagnostic.message());
    if (diagnostic.code().empty() || diagnostic.message().empty()) {
      Report("a diagnostic", " has no code or no message");
    }
  }

  std::vector<std::string> Take() { return std::move(breaches_); }

  void Report(absl::string_view what, absl::string_view fault) {
    breaches_.push_back(absl::StrCat(
        statement_ == nullptr ? "" : absl::StrCat("statement ", statement_->index(), ": "), what,
        fault));
  }

 private:
  void CheckStatementSpan() {
    const Span& span = statement_->span();
    if (uint64_t{span.offset()} + span.length() > sql_.size()) {
      Report("the statement's span", " lies outside the script");
    }
    CheckPosition("the statement", span);
  }

  // Counts lines and code points itself.
  void CheckPosition(absl::string_view what, const Span& span) {
    if (span.offset() > sql_.size()) return;
    uint32_t line = 1, column = 1;
    for (size_t i = 0; i < span.offset(); ++i) {
      if (sql_[i] == '\n') {
        ++line;
        column = 1;
      } else if ((sql_[i] & 0xC0) != 0x80) {
        ++column;
      }
    }
    if (span.line() == line && span.column() == column) return;
    Report(what, absl::StrCat(": offset ", span.offset(), " is ", line, ":", column, ", not ",
                              span.line(), ":", span.column()));
  }

  void CheckSpan(absl::string_view what, const Span& span) {
    if (span.length() == 0 && span.line() == 0) return;  // not written in the text
    const Span& whole = statement_->span();
    if (span.offset() < whole.offset() ||
        span.offset() + span.length() > whole.offset() + whole.length()) {
      Report(what, "'s span lies outside the statement");
      return;
    }
    CheckPosition(what, span);
  }

  template <typename SourceOrInfluence>
  void CheckSource(const std::string& what, const SourceOrInfluence& source) {
    const bool direct =
        source.subtype() >= Source::IDENTITY && source.subtype() <= Source::AGGREGATION;
    if (source.subtype() == Source::SUBTYPE_UNSPECIFIED ||
        direct != (source.type() == Source::DIRECT)) {
      Report(what, absl::StrCat(": ", Source::Type_Name(source.type()), " ",
                                Source::Subtype_Name(source.subtype())));
    }
    if (source.certainty() == Source::CERTAINTY_UNSPECIFIED) Report(what, " has no certainty");
    const bool known =
        inputs_.count(source.dataset()) != 0 ||
        (ReadsItsOutput(statement_->kind()) && outputs_.count(source.dataset()) != 0);
    const bool unresolved = source.dataset().empty() && source.certainty() == Source::UNRESOLVED;
    if (!known && !unresolved) Report(what, ": its dataset is no input");
    CheckSpan(what, source.span());
  }

  void CheckColumn(const v1::ColumnLineage& column) {
    const std::string what = absl::StrCat("column ", column.name());
    CheckSpan(what, column.span());
    if (!column.target().empty()) {
      bool known = false;
      for (const std::string& output : outputs_) {
        known |= absl::StartsWith(column.target(), absl::StrCat(output, "."));
      }
      if (!known) Report(what, absl::StrCat(": target ", column.target(), " is in no output"));
    }
    for (const Source& source : column.sources()) {
      const std::string name = absl::StrCat(what, " <- ", source.dataset(), ".", source.column());
      CheckSource(name, source);
    }
  }

  absl::string_view sql_;
  const StatementLineage* statement_ = nullptr;
  std::set<std::string> inputs_, outputs_;
  std::vector<std::string> breaches_;
};

void CheckJson(const v1::ScriptLineage& script, Checker* checker) {
  google::protobuf::util::JsonPrintOptions print;
  print.preserve_proto_field_names = true;
  std::string json;
  v1::ScriptLineage back;
  if (!google::protobuf::util::MessageToJsonString(script, &json, print).ok()) {
    checker->Report("JSON", " cannot be written");
  } else if (!google::protobuf::util::JsonStringToMessage(json, &back).ok()) {
    checker->Report("JSON", " cannot be read back");
  } else if (!google::protobuf::util::MessageDifferencer::Equals(script, back)) {
    checker->Report("JSON", " reads back as another message");
  }
}

}  // namespace

std::vector<std::string> FindBreaches(absl::string_view sql, const v1::ScriptLineage& script) {
  Checker checker(sql);
  CheckJson(script, &checker);
  for (const StatementLineage& statement : script.statements()) checker.Check(statement);
  return checker.Take();
}

}  // namespace headwater::golden
