// OpenLineage JobEvents: what a statement reads and writes by design, without a run.
//
// Shapes and versions are those of https://openlineage.io/spec: JobEvent of OpenLineage.json
// 2-0-2, SQLJobFacet 1-1-0, SchemaDatasetFacet 1-2-0, ColumnLineageDatasetFacet 1-2-0.

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "headwater/headwater.h"
#include "lib/base/json_writer.h"
#include "lib/render/edges.h"
#include "lib/render/renderers.h"

namespace headwater::render {

using base::JsonWriter;

namespace {

constexpr absl::string_view kEventSchema =
    "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent";
constexpr absl::string_view kSqlSchema =
    "https://openlineage.io/spec/facets/1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet";
constexpr absl::string_view kTableSchema =
    "https://openlineage.io/spec/facets/1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet";
constexpr absl::string_view kColumnLineageSchema =
    "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/"
    "ColumnLineageDatasetFacet";

struct DatasetId {
  absl::string_view name_space;
  absl::string_view name;
};

// One way in which an input field takes part.
struct Transformation {
  v1::Source::Type type;
  v1::Source::Subtype subtype;
  bool masking;
  absl::string_view description;
};

// Input fields in the order of their first mention, each with all its transformations.
struct InputField {
  absl::string_view dataset;
  absl::string_view column;
  std::vector<Transformation> transformations;
};

class InputFields {
 public:
  template <typename Edge>
  void Add(const Edge& edge, absl::string_view description) {
    // The facet's input fields are columns; a whole row set is told by the event's inputs.
    if (edge.column().empty()) return;
    const auto [found, inserted] = index_.try_emplace(
        std::make_pair(absl::string_view(edge.dataset()), absl::string_view(edge.column())),
        fields_.size());
    if (inserted) fields_.push_back({edge.dataset(), edge.column(), {}});
    std::vector<Transformation>& known = fields_[found->second].transformations;
    for (const Transformation& other : known) {
      // Two members of one struct column differ in their path only, which the facet cannot say.
      if (other.type == edge.type() && other.subtype == edge.subtype() &&
          other.masking == edge.masking()) {
        return;
      }
    }
    known.push_back({edge.type(), edge.subtype(), edge.masking(), description});
  }

  const std::vector<InputField>& fields() const { return fields_; }

 private:
  std::vector<InputField> fields_;
  absl::flat_hash_map<std::pair<absl::string_view, absl::string_view>, size_t> index_;
};

bool IsObjectStore(absl::string_view scheme) {
  for (const absl::string_view known : {"s3", "s3a", "s3n", "gs", "oss", "obs", "cosn"}) {
    if (scheme == known) return true;
  }
  return false;
}

class OpenLineageRenderer : public Renderer {
 public:
  explicit OpenLineageRenderer(const RenderOptions& options)
      : options_(options), producer_(absl::StrCat("urn:x-headwater:", Version())) {}

  void BeginScript(const ScriptInfo& script, std::string*) override { script_ = script; }

  void Statement(const v1::StatementLineage& statement, std::string* out) override {
    if (statement.outputs().empty()) return;
    JsonWriter json(out);
    json.BeginObject();
    json.Field("eventTime", options_.event_time);
    json.Field("producer", producer_);
    json.Field("schemaURL", kEventSchema);
    json.Key("job");
    Job(statement, &json);
    json.Key("inputs");
    json.BeginArray();
    for (const v1::Dataset& input : statement.inputs()) Input(input, &json);
    json.EndArray();
    json.Key("outputs");
    json.BeginArray();
    for (int i = 0; i < statement.outputs_size(); ++i) Output(statement, i, &json);
    json.EndArray();
    json.EndObject();
    out->push_back('\n');
  }

  void EndScript(std::string*) override {}

 private:
  // Tables live in the namespace of the options; a path in that of its storage, as OpenLineage's
  // naming rules have it: "s3://bucket" and "key/of/it", "file" and "/tmp/x".
  DatasetId IdOf(absl::string_view name) const {
    const size_t scheme = name.find("://");
    if (scheme != absl::string_view::npos && scheme > 0 && absl::ascii_isalpha(name[0])) {
      const size_t path = name.find('/', scheme + 3);
      if (path == absl::string_view::npos) return {name, "/"};
      if (path == scheme + 3) return {name.substr(0, scheme), name.substr(path)};
      // An object store's names are keys, without a slash in front.
      return {name.substr(0, path),
              name.substr(IsObjectStore(name.substr(0, scheme)) ? path + 1 : path)};
    }
    if (!name.empty() && name[0] == '/') return {"file", name};
    return {options_.job_namespace, name};
  }

  void Facet(absl::string_view schema, JsonWriter* json) const {
    json->Field("_producer", producer_);
    json->Field("_schemaURL", schema);
  }

  void Id(const DatasetId& id, JsonWriter* json) const {
    json->Field("namespace", id.name_space);
    json->Field("name", id.name);
  }

  void Job(const v1::StatementLineage& statement, JsonWriter* json) const {
    json->BeginObject();
    json->Field("namespace", options_.job_namespace);
    json->Field("name", absl::StrCat(script_.source, "#", statement.index()));
    const v1::Span& span = statement.span();
    if (uint64_t{span.offset()} + span.length() <= script_.text.size() && span.length() > 0) {
      json->Key("facets");
      json->BeginObject();
      json->Key("sql");
      json->BeginObject();
      Facet(kSqlSchema, json);
      json->Field("query", script_.text.substr(span.offset(), span.length()));
      if (!script_.dialect.empty()) json->Field("dialect", script_.dialect);
      json->EndObject();
      json->EndObject();
    }
    json->EndObject();
  }

  void Input(const v1::Dataset& input, JsonWriter* json) const {
    json->BeginObject();
    Id(IdOf(input.name()), json);
    const TableSchema* schema = KnownSchema(input.name());
    if (schema != nullptr && !schema->columns.empty()) {
      json->Key("facets");
      json->BeginObject();
      SchemaFacet(*schema, json);
      json->EndObject();
    }
    json->EndObject();
  }

  void Output(const v1::StatementLineage& statement, int output, JsonWriter* json) const {
    json->BeginObject();
    Id(IdOf(statement.outputs(output).name()), json);
    std::vector<const v1::ColumnLineage*> columns;
    for (const v1::ColumnLineage& column : statement.columns()) {
      if (OutputOf(statement, column) == output) columns.push_back(&column);
    }
    InputFields influences;
    for (const v1::Influence& influence : statement.influences()) {
      if (OutputOf(statement, influence) == output) influences.Add(influence, "");
    }
    const TableSchema schema = OutputSchema(statement, output, columns);
    const bool flows = !columns.empty() || !influences.fields().empty();
    if (flows || !schema.columns.empty()) {
      json->Key("facets");
      json->BeginObject();
      if (!schema.columns.empty()) SchemaFacet(schema, json);
      if (flows) ColumnLineage(columns, influences, json);
      json->EndObject();
    }
    json->EndObject();
  }

  const TableSchema* KnownSchema(absl::string_view name) const {
    return options_.schema == nullptr ? nullptr : options_.schema->FindTable(name);
  }

  // The best that is known: the given schema, the shape that the statement makes, else the
  // names of the columns it writes.
  TableSchema OutputSchema(const v1::StatementLineage& statement, int output,
                           const std::vector<const v1::ColumnLineage*>& columns) const {
    const std::string& name = statement.outputs(output).name();
    if (const TableSchema* known = KnownSchema(name)) {
      if (!known->columns.empty()) return *known;
    }
    TableSchema schema;
    for (const v1::Change& change : statement.changes()) {
      if (change.dataset() != name || !schema.columns.empty()) continue;
      for (const v1::Column& column : change.columns()) {
        schema.columns.push_back({column.name(), column.type(), column.comment(), false});
      }
    }
    if (!schema.columns.empty()) return schema;
    for (const v1::ColumnLineage* column : columns) {
      schema.columns.push_back({column->name(), "", "", false});
    }
    return schema;
  }

  void SchemaFacet(const TableSchema& schema, JsonWriter* json) const {
    json->Key("schema");
    json->BeginObject();
    Facet(kTableSchema, json);
    json->Key("fields");
    json->BeginArray();
    uint64_t position = 0;
    for (const ColumnSchema& column : schema.columns) {
      json->BeginObject();
      json->Field("name", column.name);
      if (!column.type.empty()) json->Field("type", column.type);
      if (!column.comment.empty()) json->Field("description", column.comment);
      json->Key("ordinal_position");
      json->Number(++position);
      json->EndObject();
    }
    json->EndArray();
    json->EndObject();
  }

  void ColumnLineage(const std::vector<const v1::ColumnLineage*>& columns,
                     const InputFields& influences, JsonWriter* json) const {
    json->Key("columnLineage");
    json->BeginObject();
    Facet(kColumnLineageSchema, json);
    json->Key("fields");
    json->BeginObject();
    // A JSON object holds a key once; a query may name two columns alike.
    absl::flat_hash_map<absl::string_view, size_t> index;
    std::vector<std::pair<absl::string_view, InputFields>> fields;
    for (const v1::ColumnLineage* column : columns) {
      const auto [found, inserted] = index.try_emplace(column->name(), fields.size());
      if (inserted) fields.emplace_back(column->name(), InputFields());
      for (const v1::Source& source : column->sources()) {
        fields[found->second].second.Add(source, column->expression());
      }
    }
    for (const auto& [name, inputs] : fields) {
      json->Key(name);
      json->BeginObject();
      json->Key("inputFields");
      InputFieldList(inputs, json);
      json->EndObject();
    }
    json->EndObject();
    if (!influences.fields().empty()) {
      json->Key("dataset");
      InputFieldList(influences, json);
    }
    json->EndObject();
  }

  void InputFieldList(const InputFields& inputs, JsonWriter* json) const {
    json->BeginArray();
    for (const InputField& field : inputs.fields()) {
      json->BeginObject();
      Id(IdOf(field.dataset), json);
      json->Field("field", field.column);
      json->Key("transformations");
      json->BeginArray();
      for (const Transformation& transformation : field.transformations) {
        json->BeginObject();
        json->Field("type", v1::Source::Type_Name(transformation.type));
        json->Field("subtype", v1::Source::Subtype_Name(transformation.subtype));
        json->Field("description", transformation.description);
        json->Key("masking");
        json->Boolean(transformation.masking);
        json->EndObject();
      }
      json->EndArray();
      json->EndObject();
    }
    json->EndArray();
  }

  const RenderOptions options_;
  const std::string producer_;
  ScriptInfo script_;
};

}  // namespace

std::unique_ptr<Renderer> NewOpenLineageRenderer(const RenderOptions& options) {
  return std::make_unique<OpenLineageRenderer>(options);
}

}  // namespace headwater::render
