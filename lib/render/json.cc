// Messages as JSON, in protobuf's own mapping with the fields' names kept.
//
// Protobuf's converter resolves every type anew in each call, which costs more than the lineage
// itself when it is called once a statement. This one walks the message by reflection; a test
// holds it against protobuf's.

#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "lib/base/json_writer.h"
#include "lib/render/renderers.h"

namespace headwater::render {

using base::AppendJsonString;
using base::JsonWriter;

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

absl::string_view View(const std::string& text) { return text; }

void WriteMessage(const Message& message, JsonWriter* json);

// The kinds that lineage.proto has; `index` is -1 for a field that is not repeated.
void WriteValue(const Message& message, const FieldDescriptor* field, int index, JsonWriter* json) {
  const Reflection* reflection = message.GetReflection();
  const bool repeated = index >= 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      WriteMessage(repeated ? reflection->GetRepeatedMessage(message, field, index)
                            : reflection->GetMessage(message, field),
                   json);
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      json->String(
          View(repeated ? reflection->GetRepeatedStringReference(message, field, index, &scratch)
                        : reflection->GetStringReference(message, field, &scratch)));
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      json->String(View((repeated ? reflection->GetRepeatedEnum(message, field, index)
                                  : reflection->GetEnum(message, field))
                            ->name()));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      json->Number(repeated ? reflection->GetRepeatedUInt32(message, field, index)
                            : reflection->GetUInt32(message, field));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      json->Boolean(repeated ? reflection->GetRepeatedBool(message, field, index)
                             : reflection->GetBool(message, field));
      return;
    default:
      // A new kind of field in lineage.proto needs a case above; the test against protobuf's
      // converter fails until it is there.
      json->String("");
  }
}

void WriteMessage(const Message& message, JsonWriter* json) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  json->BeginObject();
  for (const FieldDescriptor* field : fields) {
    json->Key(View(field->name()));
    if (!field->is_repeated()) {
      WriteValue(message, field, -1, json);
      continue;
    }
    json->BeginArray();
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) WriteValue(message, field, i, json);
    json->EndArray();
  }
  json->EndObject();
}

// A ScriptLineage on one line, its statements written as they come.
class JsonRenderer : public Renderer {
 public:
  void BeginScript(const ScriptInfo& script, std::string* out) override {
    first_statement_ = true;
    out->push_back('{');
    if (!script.source.empty()) {
      out->append("\"source\":");
      AppendJsonString(script.source, out);
    }
    if (!script.dialect.empty()) {
      out->append(script.source.empty() ? "\"dialect\":" : ",\"dialect\":");
      AppendJsonString(script.dialect, out);
    }
    comma_ = !script.source.empty() || !script.dialect.empty();
  }

  void Statement(const v1::StatementLineage& statement, std::string* out) override {
    if (first_statement_) out->append(comma_ ? ",\"statements\":[" : "\"statements\":[");
    if (!first_statement_) out->push_back(',');
    first_statement_ = false;
    JsonWriter json(out);
    WriteMessage(statement, &json);
  }

  void EndScript(std::string* out) override { out->append(first_statement_ ? "}\n" : "]}\n"); }

 private:
  bool first_statement_ = true;
  bool comma_ = false;
};

}  // namespace

std::string ScriptJson(const v1::ScriptLineage& lineage) {
  std::string out;
  JsonWriter json(&out);
  WriteMessage(lineage, &json);
  out.push_back('\n');
  return out;
}

std::unique_ptr<Renderer> NewJsonRenderer() { return std::make_unique<JsonRenderer>(); }

}  // namespace headwater::render
