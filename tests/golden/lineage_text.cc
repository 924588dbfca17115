#include "lineage_text.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace headwater::golden {
namespace {

using v1::Dataset;
using v1::Source;

class Printer {
 public:
  explicit Printer(const TextOptions& options) : options_(options) {}

  void Print(const v1::StatementLineage& statement) {
    PrintHead(statement);
    for (const v1::ColumnLineage& column : statement.columns()) PrintColumn(column);
    PrintInfluences(statement);
    for (const v1::Change& change : statement.changes()) PrintChange(change);
    for (const v1::Diagnostic& diagnostic : statement.diagnostics()) PrintDiagnostic(diagnostic);
  }

  void PrintDiagnostic(const v1::Diagnostic& diagnostic) {
    absl::StrAppend(&text_, "  ",
                    absl::AsciiStrToLower(v1::Diagnostic::Severity_Name(diagnostic.severity())));
    if (options_.positions) {
      absl::StrAppend(&text_, " ", diagnostic.span().line(), ":", diagnostic.span().column());
    }
    absl::StrAppend(&text_, " ", diagnostic.code(), ": ", diagnostic.message(), "\n");
    if (!diagnostic.hint().empty()) {
      absl::StrAppend(&text_, "    hint: ", diagnostic.hint(), "\n");
    }
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string SpanText(const v1::Span& span) const {
    if (!options_.spans) return "";
    return absl::StrCat(" @", span.line(), ":", span.column(), "+", span.length());
  }

  template <typename Partitions>
  static std::string PartitionText(const Partitions& partitions) {
    if (partitions.empty()) return "";
    std::vector<std::string> parts;
    for (const v1::Partition& partition : partitions) {
      if (partition.column().empty())
        parts.push_back(partition.dynamic() ? "*" : partition.value());
      else if (partition.dynamic())
        parts.push_back(partition.column());
      else
        parts.push_back(absl::StrCat(partition.column(), "='", partition.value(), "'"));
    }
    return absl::StrCat("{", absl::StrJoin(parts, ", "), "}");
  }

  std::string DatasetText(const Dataset& dataset) const {
    std::string text = dataset.name();
    if (dataset.kind() == Dataset::PATH) text = absl::StrCat("'", text, "'");
    absl::StrAppend(&text, PartitionText(dataset.partitions()));
    if (dataset.kind() != Dataset::TABLE && dataset.kind() != Dataset::PATH) {
      absl::StrAppend(&text, " (", KindWords(Dataset::Kind_Name(dataset.kind())), ")");
    }
    if (options_.display && !dataset.display_name().empty()) {
      absl::StrAppend(&text, " \"", dataset.display_name(), "\"");
    }
    return absl::StrCat(text, SpanText(dataset.span()));
  }

  static std::string KindWords(const std::string& name) {
    std::string words = absl::AsciiStrToLower(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
  }

  void PrintHead(const v1::StatementLineage& statement) {
    absl::StrAppend(&text_, v1::StatementLineage::Kind_Name(statement.kind()));
    if (!statement.statement_name().empty()) {
      absl::StrAppend(&text_, " (", statement.statement_name(), ")");
    }
    const auto append = [this](std::string* out, const Dataset& dataset) {
      absl::StrAppend(out, DatasetText(dataset));
    };
    if (!statement.outputs().empty()) {
      absl::StrAppend(&text_, " ", absl::StrJoin(statement.outputs(), ", ", append));
    }
    if (!statement.inputs().empty()) {
      absl::StrAppend(&text_, " <- ", absl::StrJoin(statement.inputs(), ", ", append));
    }
    text_ += '\n';
  }

  // "ods.b.addr:city?", "rows(ods.b)", "ods.b.*".
  template <typename SourceOrInfluence>
  static std::string NameText(const SourceOrInfluence& source) {
    std::string text;
    if (source.column().empty()) {
      text = absl::StrCat("rows(", source.dataset(), ")");
    } else if (source.dataset().empty()) {
      text = source.column();
    } else {
      text = absl::StrCat(source.dataset(), ".", source.column());
    }
    if (!source.field_path().empty()) absl::StrAppend(&text, ":", source.field_path());
    if (source.certainty() == Source::AMBIGUOUS) text += "?";
    if (source.certainty() == Source::UNRESOLVED) text += "??";
    if (source.certainty() == Source::CERTAINTY_UNSPECIFIED) text += "(no certainty)";
    return text;
  }

  // The marks of one source, several where it counts in several ways; empty for a plain copy.
  static std::string MarkText(const Source& source) {
    std::string mark = KindWords(Source::Subtype_Name(source.subtype()));
    if (source.subtype() == Source::IDENTITY) mark = source.masking() ? "identity" : "";
    return source.masking() ? absl::StrCat(mark, " masking") : mark;
  }

  void PrintColumn(const v1::ColumnLineage& column) {
    struct Entry {
      bool indirect;
      std::string name;
      std::vector<std::string> marks;
    };
    std::vector<Entry> entries;
    std::vector<Source> sources(column.sources().begin(), column.sources().end());
    std::stable_sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) {
      return std::make_pair(a.type(), a.subtype()) < std::make_pair(b.type(), b.subtype());
    });
    for (const Source& source : sources) {
      const std::string name = absl::StrCat(NameText(source), SpanText(source.span()));
      auto known = std::find_if(entries.begin(), entries.end(),
                                [&](const Entry& entry) { return entry.name == name; });
      if (known == entries.end()) {
        entries.push_back({source.type() == Source::INDIRECT, name, {}});
        known = entries.end() - 1;
      }
      known->marks.push_back(MarkText(source));
    }
    std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return std::make_pair(a.indirect, a.name) < std::make_pair(b.indirect, b.name);
    });
    const std::string list = absl::StrJoin(entries, ", ", [](std::string* out, const Entry& entry) {
      const bool plain = entry.marks.size() == 1 && entry.marks[0].empty();
      // A plain copy that also counts in another way says so.
      std::vector<std::string> marks = entry.marks;
      std::replace(marks.begin(), marks.end(), std::string(), std::string("identity"));
      absl::StrAppend(out, entry.name, plain ? "" : " [", plain ? "" : absl::StrJoin(marks, ", "),
                      plain ? "" : "]");
    });
    absl::StrAppend(&text_, "  ", column.target().empty() ? column.name() : column.target(), " <- ",
                    list.empty() ? "()" : list);
    if (options_.expressions) absl::StrAppend(&text_, "  := ", column.expression());
    absl::StrAppend(&text_, SpanText(column.span()), "\n");
  }

  // Influences in the order in which a query works, not in that of the enumeration.
  static int Rank(Source::Subtype subtype) {
    static constexpr Source::Subtype kOrder[] = {Source::JOIN, Source::FILTER, Source::GROUP_BY,
                                                 Source::SORT, Source::WINDOW, Source::CONDITIONAL};
    return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), subtype) - kOrder);
  }

  void PrintInfluences(const v1::StatementLineage& statement) {
    const bool several = statement.outputs_size() > 1;
    std::map<std::tuple<std::string, int, std::string>, std::set<std::string>> lines;
    for (const v1::Influence& influence : statement.influences()) {
      std::string name = absl::StrCat(NameText(influence), influence.masking() ? " masking" : "",
                                      SpanText(influence.span()));
      lines[{several ? influence.output() : "", Rank(influence.subtype()),
             Source::Subtype_Name(influence.subtype())}]
          .insert(std::move(name));
    }
    for (const auto& [key, names] : lines) {
      const auto& [output, rank, subtype] = key;
      absl::StrAppend(&text_, "  ", output, output.empty() ? "" : " ", "<~ ", subtype, " ",
                      absl::StrJoin(names, ", "), "\n");
    }
  }

  void PrintChange(const v1::Change& change) {
    absl::StrAppend(&text_, "  ! ", v1::Change::Kind_Name(change.kind()), " ", change.dataset());
    if (change.dataset_kind() != Dataset::TABLE &&
        change.dataset_kind() != Dataset::KIND_UNSPECIFIED) {
      absl::StrAppend(&text_, " (", KindWords(Dataset::Kind_Name(change.dataset_kind())), ")");
    }
    if (!change.new_name().empty()) absl::StrAppend(&text_, " -> ", change.new_name());
    if (!change.old_columns().empty()) {
      absl::StrAppend(&text_, " -", absl::StrJoin(change.old_columns(), " -"));
    }
    if (!change.columns().empty()) absl::StrAppend(&text_, " (", ColumnsText(change), ")");
    absl::StrAppend(&text_, change.partitions().empty() ? "" : " ",
                    PartitionText(change.partitions()), "\n");
  }

  static std::string ColumnsText(const v1::Change& change) {
    std::vector<std::string> columns, partitions;
    for (const v1::Column& column : change.columns()) {
      (column.partition() ? partitions : columns)
          .push_back(absl::StrCat(column.name(), column.type().empty() ? "" : " ", column.type()));
    }
    return absl::StrCat(absl::StrJoin(columns, ", "), partitions.empty() ? "" : " | ",
                        absl::StrJoin(partitions, ", "));
  }

  const TextOptions& options_;
  std::string text_;
};

}  // namespace

std::string LineageText(const v1::ScriptLineage& script, const TextOptions& options) {
  Printer printer(options);
  for (const v1::StatementLineage& statement : script.statements()) printer.Print(statement);
  for (const v1::Diagnostic& diagnostic : script.diagnostics()) printer.PrintDiagnostic(diagnostic);
  return printer.Take();
}

}  // namespace headwater::golden
