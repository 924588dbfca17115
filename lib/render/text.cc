// Lineage for eyes.
//
//   hive/dws_trade_student_1d.sql (hive)
//
//     12  INSERT  dws.dws_trade_student_1d  partition (dt=${bizdate})
//         from    dwd.dwd_trade_order_di, dim.dim_student
//
//     14    student_id  <- dwd.dwd_trade_order_di.student_id
//     15    pay_amount  <- dwd.dwd_trade_order_di.pay_amount  aggregation  sum(o.pay_amount)
//           (rows)      <~ dwd.dwd_trade_order_di.dt          filter

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "lib/base/utf8.h"
#include "lib/render/edges.h"
#include "lib/render/renderers.h"
#include "lib/render/style.h"

namespace headwater::render {

using base::DisplayWidth;
using base::OneLine;

namespace {

// A name longer than these pushes its own line to the right, not all others.
constexpr int kWidestName = 40;
constexpr int kWidestSource = 64;
constexpr int kExpressionColumns = 80;
constexpr int kShortestExpression = 24;
constexpr int kInputListColumns = 100;
constexpr size_t kGutter = 6;

// One line below a statement: an edge, or a column without a source.
struct EdgeLine {
  uint32_t line = 0;  // 0: not shown
  absl::string_view name;
  absl::string_view arrow;
  std::string source;
  std::string note;
  bool doubtful = false;
  absl::string_view expression;
};

void Pad(int used, int width, std::string* out) {
  if (used < width) out->append(width - used, ' ');
}

std::string Gutter(uint32_t line) {
  std::string gutter = line > 0 ? absl::StrCat(line) : "";
  if (gutter.size() < kGutter) gutter.insert(0, kGutter - gutter.size(), ' ');
  return gutter + "  ";
}

std::string Shown(const v1::Dataset& dataset) {
  return dataset.display_name().empty() ? dataset.name() : dataset.display_name();
}

// "dt=20240101"; "hour" of a dynamic partition; "p1" of a partition that has a name; "*" of all.
std::string PartitionText(const v1::Partition& partition) {
  const std::string column = OneLine(partition.column(), kExpressionColumns);
  const std::string value = OneLine(partition.value(), kExpressionColumns);
  if (column.empty()) return value.empty() ? "*" : value;
  return partition.dynamic() ? column : absl::StrCat(column, "=", value);
}

// "partition (dt=20240101, hour)"; empty without partitions.
template <typename Partitions>
std::string PartitionList(const Partitions& partitions) {
  if (partitions.empty()) return "";
  const auto append = [](std::string* out, const v1::Partition& partition) {
    out->append(PartitionText(partition));
  };
  return absl::StrCat("partition (", absl::StrJoin(partitions, ", ", append), ")");
}

// The kind, where it is not a plain table.
absl::string_view KindNote(v1::Dataset::Kind kind) {
  switch (kind) {
    case v1::Dataset::VIEW:
      return "view";
    case v1::Dataset::MATERIALIZED_VIEW:
      return "materialized view";
    case v1::Dataset::TEMPORARY:
      return "temporary";
    case v1::Dataset::PATH:
      return "path";
    case v1::Dataset::FUNCTION:
      return "function";
    default:
      return "";
  }
}

// "CREATE TABLE", "DROP VIEW", "ADD COLUMNS".
std::string ChangeKind(const v1::Change& change) {
  std::string text = v1::Change::Kind_Name(change.kind());
  switch (change.kind()) {
    case v1::Change::CREATE:
    case v1::Change::REPLACE:
    case v1::Change::DROP:
    case v1::Change::TRUNCATE:
      if (change.dataset_kind() != v1::Dataset::KIND_UNSPECIFIED) {
        absl::StrAppend(&text, " ", v1::Dataset::Kind_Name(change.dataset_kind()));
      }
      break;
    default:
      break;
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// What stands behind the kind and the dataset: "to b", "(x, y)", "12 columns", partitions.
std::string ChangeDetails(const v1::Change& change) {
  std::string text;
  if (!change.new_name().empty()) {
    absl::StrAppend(&text, change.kind() == v1::Change::RENAME ? "  to " : "  with ",
                    OneLine(change.new_name(), kExpressionColumns));
  }
  std::vector<absl::string_view> columns(change.old_columns().begin(), change.old_columns().end());
  for (const v1::Column& column : change.columns()) columns.push_back(column.name());
  if (columns.size() > 6) {
    absl::StrAppend(&text, "  ", columns.size(), " columns");
  } else if (!columns.empty()) {
    absl::StrAppend(&text, "  (", OneLine(absl::StrJoin(columns, ", "), kExpressionColumns), ")");
  }
  if (!change.partitions().empty()) {
    absl::StrAppend(&text, "  ", PartitionList(change.partitions()));
  }
  return text;
}

// A v1::Source or a v1::Influence.
template <typename Edge>
std::string SourceText(const Edge& edge) {
  std::string text = edge.dataset();
  if (!edge.column().empty()) absl::StrAppend(&text, text.empty() ? "" : ".", edge.column());
  if (!edge.field_path().empty()) absl::StrAppend(&text, ".", edge.field_path());
  if (edge.column().empty()) text.append(" (rows)");
  if (edge.certainty() > v1::Source::CERTAIN) text.append(" ?");
  return OneLine(text, 1 << 20);
}

template <typename Edge>
std::string NoteText(const Edge& edge) {
  std::vector<absl::string_view> words;
  // A plain copy is what a reader expects where nothing is said.
  if (edge.subtype() != v1::Source::IDENTITY) words.push_back(SubtypeName(edge.subtype()));
  if (edge.masking()) words.push_back("masked");
  if (edge.certainty() == v1::Source::AMBIGUOUS) words.push_back("ambiguous");
  if (edge.certainty() == v1::Source::UNRESOLVED) words.push_back("unresolved");
  return absl::StrJoin(words, " ");
}

template <typename Edge>
EdgeLine LineOf(const Edge& edge) {
  EdgeLine line;
  line.arrow = edge.type() == v1::Source::INDIRECT ? "<~" : "<-";
  line.source = SourceText(edge);
  line.note = NoteText(edge);
  line.doubtful = edge.certainty() > v1::Source::CERTAIN;
  return line;
}

class TextRenderer : public Renderer {
 public:
  explicit TextRenderer(const RenderOptions& options)
      : level_(options.level), width_(options.width), painter_(options.color) {}

  void BeginScript(const ScriptInfo& script, std::string* out) override {
    painter_.Paint(kBold, script.source.empty() ? "<script>" : script.source, out);
    absl::StrAppend(out, " (", script.dialect, ")\n\n");
    after_ = After::kNothing;
  }

  void Statement(const v1::StatementLineage& statement, std::string* out) override {
    const bool flows =
        statement.inputs_size() > 0 || statement.outputs_size() > 0 || statement.columns_size() > 0;
    if (!flows && statement.changes_size() == 0) return;
    // CREATE TABLE without a query and the like only change something; their outputs are said by
    // the change. A run of them is one block.
    const bool changes = statement.inputs_size() == 0 && statement.columns_size() == 0 &&
                         statement.changes_size() > 0;
    if (after_ != After::kNothing && !(changes && after_ == After::kChange)) out->push_back('\n');
    after_ = changes ? After::kChange : After::kFlow;
    if (changes) {
      Changes(statement, out);
    } else {
      const auto inputs = InputsOfOutputs(statement);
      for (size_t i = 0; i < inputs.size(); ++i) {
        if (i > 0) out->push_back('\n');
        Output(statement, statement.outputs_size() > 0 ? static_cast<int>(i) : -1, inputs[i], out);
      }
    }
  }

  void EndScript(std::string* out) override {
    if (after_ == After::kNothing) {
      out->append(Gutter(0));
      painter_.Paint(kDim, "no statement reads or writes a table", out);
      out->push_back('\n');
    }
    out->push_back('\n');
  }

 private:
  void Changes(const v1::StatementLineage& statement, std::string* out) const {
    uint32_t line = statement.span().line();
    for (const v1::Change& change : statement.changes()) {
      painter_.Paint(kDim, Gutter(line), out);
      painter_.Paint(kCyan, ChangeKind(change), out);
      out->append("  ");
      painter_.Paint(kBold, OneLine(change.dataset(), kExpressionColumns), out);
      absl::StrAppend(out, ChangeDetails(change), "\n");
      line = 0;
    }
  }

  // One target with all that flows into it; `output` is -1 for a bare query.
  void Output(const v1::StatementLineage& statement, int output, const std::vector<int>& inputs,
              std::string* out) const {
    Heading(statement, output, out);
    if (level_ == Level::kTable) {
      Lines(TableLines(statement, inputs), out);
      return;
    }
    InputList(statement, inputs, out);
    const std::vector<EdgeLine> lines = ColumnLines(statement, output);
    if (!lines.empty()) out->push_back('\n');
    Lines(lines, out);
  }

  void Heading(const v1::StatementLineage& statement, int output, std::string* out) const {
    uint32_t line = statement.span().line();
    if (statement.outputs_size() > 1 && statement.outputs(output).span().line() > 0) {
      line = statement.outputs(output).span().line();
    }
    painter_.Paint(kDim, Gutter(line), out);
    painter_.Paint(kCyan, KindName(statement), out);
    if (output >= 0) {
      const v1::Dataset& target = statement.outputs(output);
      out->append("  ");
      painter_.Paint(kBold, OneLine(Shown(target), 1 << 16), out);
      // CREATE VIEW has said it.
      const bool view =
          target.kind() == v1::Dataset::VIEW || target.kind() == v1::Dataset::MATERIALIZED_VIEW;
      const absl::string_view note = view ? "" : KindNote(target.kind());
      if (!note.empty()) absl::StrAppend(out, "  ", note);
      if (!target.partitions().empty()) {
        absl::StrAppend(out, "  ", PartitionList(target.partitions()));
      }
    }
    out->push_back('\n');
  }

  // "from a, b, c", broken between names.
  void InputList(const v1::StatementLineage& statement, const std::vector<int>& inputs,
                 std::string* out) const {
    if (inputs.empty()) return;
    out->append(Gutter(0));
    painter_.Paint(kDim, "from ", out);
    int columns = 5;
    for (size_t i = 0; i < inputs.size(); ++i) {
      std::string name = OneLine(Shown(statement.inputs(inputs[i])), 1 << 16);
      if (i + 1 < inputs.size()) name.push_back(',');
      const int width = DisplayWidth(name);
      if (i > 0 && columns + 1 + width > kInputListColumns) {
        absl::StrAppend(out, "\n", Gutter(0), "    ");
        columns = 4;
      }
      if (i > 0) out->push_back(' ');
      out->append(name);
      columns += 1 + width;
    }
    out->push_back('\n');
  }

  static std::vector<EdgeLine> TableLines(const v1::StatementLineage& statement,
                                          const std::vector<int>& inputs) {
    std::vector<EdgeLine> lines;
    for (const int input : inputs) {
      const v1::Dataset& dataset = statement.inputs(input);
      EdgeLine line;
      line.line = dataset.span().line();
      line.arrow = "<-";
      line.source = OneLine(Shown(dataset), 1 << 16);
      const std::string partitions = PartitionList(dataset.partitions());
      line.note = absl::StrCat(KindNote(dataset.kind()),
                               KindNote(dataset.kind()).empty() || partitions.empty() ? "" : " ",
                               partitions);
      lines.push_back(std::move(line));
    }
    return lines;
  }

  static std::vector<EdgeLine> ColumnLines(const v1::StatementLineage& statement, int output) {
    std::vector<EdgeLine> lines;
    for (const v1::ColumnLineage& column : statement.columns()) {
      if (statement.outputs_size() > 1 && OutputOf(statement, column) != output) continue;
      AppendColumn(column, &lines);
    }
    bool first = true;
    for (const v1::Influence& influence : statement.influences()) {
      if (statement.outputs_size() > 1 && OutputOf(statement, influence) != output) continue;
      EdgeLine line = LineOf(influence);
      line.line = influence.span().line();
      if (first) line.name = "(rows)";
      first = false;
      lines.push_back(std::move(line));
    }
    return lines;
  }

  static void AppendColumn(const v1::ColumnLineage& column, std::vector<EdgeLine>* lines) {
    const size_t first = lines->size();
    bool copied = column.sources_size() > 0;
    for (const v1::Source& source : column.sources()) {
      lines->push_back(LineOf(source));
      copied = copied && source.subtype() == v1::Source::IDENTITY;
    }
    if (column.sources().empty()) {
      lines->emplace_back();
      // A column of VALUES has no one expression.
      lines->back().arrow = column.expression().empty() ? "" : "= ";
    }
    EdgeLine& line = (*lines)[first];
    line.line = column.span().line();
    line.name = column.name().empty() ? absl::string_view("(unnamed)") : column.name();
    if (!copied) line.expression = column.expression();
  }

  void Lines(const std::vector<EdgeLine>& lines, std::string* out) const {
    int name_width = 0;
    int source_width = 0;
    int note_width = 0;
    for (const EdgeLine& line : lines) {
      name_width = std::max(name_width, std::min(kWidestName, DisplayWidth(line.name)));
      source_width = std::max(source_width, std::min(kWidestSource, DisplayWidth(line.source)));
      note_width = std::max(note_width, DisplayWidth(line.note));
    }
    for (const EdgeLine& line : lines) Line(line, name_width, source_width, note_width, out);
  }

  void Line(const EdgeLine& line, int name_width, int source_width, int note_width,
            std::string* out) const {
    painter_.Paint(kDim, Gutter(line.line), out);
    out->append("  ");
    int column = static_cast<int>(kGutter) + 4;
    const std::string name = OneLine(line.name, 1 << 16);
    if (name_width > 0) {
      out->append(name);
      if (line.arrow.empty()) return out->push_back('\n');
      Pad(DisplayWidth(name), name_width, out);
      out->append("  ");
      column += std::max(DisplayWidth(name), name_width) + 2;
    }
    painter_.Paint(line.arrow == "<-"   ? kGreen
                   : line.arrow == "<~" ? kMagenta
                                        : kDim,
                   line.arrow, out);
    // A column without sources has its expression where the source would stand.
    if (line.source.empty()) return Expression(line.expression, column + 2, " ", out);
    out->push_back(' ');
    painter_.Paint(line.doubtful ? kYellow : "0", line.source, out);
    if (line.note.empty() && line.expression.empty()) return out->push_back('\n');
    const int source = DisplayWidth(line.source);
    Pad(source, source_width, out);
    out->append("  ");
    painter_.Paint(line.doubtful ? kYellow : kDim, line.note, out);
    if (line.expression.empty()) return out->push_back('\n');
    Pad(DisplayWidth(line.note), note_width, out);
    column += 5 + std::max(source, source_width) + note_width;
    Expression(line.expression, column, note_width > 0 ? "  " : "", out);
  }

  void Expression(absl::string_view expression, int column, absl::string_view gap,
                  std::string* out) const {
    int columns = kExpressionColumns;
    if (width_ > 0) {
      columns = std::max<int>(kShortestExpression, width_ - column - static_cast<int>(gap.size()));
    }
    out->append(gap.data(), gap.size());
    painter_.Paint(kDim, OneLine(expression, columns), out);
    out->push_back('\n');
  }

  const Level level_;
  const int width_;
  const Painter painter_;
  // What was written last of this script; decides about blank lines.
  enum class After { kNothing, kChange, kFlow } after_ = After::kNothing;
};

}  // namespace

std::unique_ptr<Renderer> NewTextRenderer(const RenderOptions& options) {
  return std::make_unique<TextRenderer>(options);
}

}  // namespace headwater::render
