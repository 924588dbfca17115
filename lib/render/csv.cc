// Edges as rows of RFC 4180: CRLF at the end of a row, quotes where a field needs them.

#include "absl/strings/str_cat.h"
#include "lib/render/edges.h"
#include "lib/render/renderers.h"

namespace headwater {

absl::string_view CsvHeader() {
  return "file,statement,line,target,target_column,source,source_column,field_path,type,subtype,"
         "masking,certainty,expression\r\n";
}

namespace render {
namespace {

struct Row {
  absl::string_view target;
  absl::string_view target_column;
  absl::string_view expression;
};

class CsvRenderer : public Renderer {
 public:
  explicit CsvRenderer(Level level) : level_(level) {}

  void BeginScript(const ScriptInfo& script, std::string*) override {
    source_.assign(script.source.data(), script.source.size());
  }

  void Statement(const v1::StatementLineage& statement, std::string* out) override {
    if (level_ == Level::kTable) return TableRows(statement, out);
    for (const v1::ColumnLineage& column : statement.columns()) {
      const Row row = {TargetDataset(column), column.name(), column.expression()};
      for (const v1::Source& source : column.sources()) EdgeRow(statement, row, source, out);
    }
    for (const v1::Influence& influence : statement.influences()) {
      EdgeRow(statement, {influence.output(), "", ""}, influence, out);
    }
  }

  void EndScript(std::string*) override {}

 private:
  void TableRows(const v1::StatementLineage& statement, std::string* out) const {
    const auto inputs = InputsOfOutputs(statement);
    for (int output = 0; output < static_cast<int>(inputs.size()); ++output) {
      for (const int input : inputs[output]) {
        Prefix(statement, statement.span().line(), out);
        if (statement.outputs_size() > 0) Text(statement.outputs(output).name(), out);
        out->append(",,");
        Text(statement.inputs(input).name(), out);
        out->append(",,,,,,,\r\n");
      }
    }
  }

  // A v1::Source or a v1::Influence.
  template <typename Edge>
  void EdgeRow(const v1::StatementLineage& statement, const Row& row, const Edge& edge,
               std::string* out) const {
    const uint32_t line = edge.span().line() > 0 ? edge.span().line() : statement.span().line();
    Prefix(statement, line, out);
    Text(row.target, out);
    for (const absl::string_view field :
         {row.target_column, absl::string_view(edge.dataset()), absl::string_view(edge.column()),
          absl::string_view(edge.field_path()),
          absl::string_view(v1::Source::Type_Name(edge.type())),
          absl::string_view(v1::Source::Subtype_Name(edge.subtype())),
          absl::string_view(edge.masking() ? "true" : "false"),
          absl::string_view(v1::Source::Certainty_Name(edge.certainty())), row.expression}) {
      out->push_back(',');
      Text(field, out);
    }
    out->append("\r\n");
  }

  void Prefix(const v1::StatementLineage& statement, uint32_t line, std::string* out) const {
    Text(source_, out);
    absl::StrAppend(out, ",", statement.index(), ",", line, ",");
  }

  static void Text(absl::string_view text, std::string* out) {
    if (text.find_first_of(",\"\r\n") == absl::string_view::npos) {
      out->append(text.data(), text.size());
      return;
    }
    out->push_back('"');
    for (const char c : text) {
      if (c == '"') out->push_back('"');
      out->push_back(c);
    }
    out->push_back('"');
  }

  const Level level_;
  std::string source_;
};

}  // namespace

std::unique_ptr<Renderer> NewCsvRenderer(const RenderOptions& options) {
  return std::make_unique<CsvRenderer>(options.level);
}

}  // namespace render
}  // namespace headwater
