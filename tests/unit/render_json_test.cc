#include <string>

#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "headwater/render.h"
#include "lib/base/json_writer.h"
#include "unit/render_sample.h"

namespace headwater {
namespace {

using google::protobuf::util::JsonParseOptions;
using google::protobuf::util::JsonPrintOptions;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageDifferencer;
using google::protobuf::util::MessageToJsonString;

std::string ProtobufsOwn(const v1::ScriptLineage& lineage) {
  JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  EXPECT_TRUE(MessageToJsonString(lineage, &json, options).ok());
  return json;
}

// Fills every field of every message, so that a new kind of field cannot be forgotten.
void FillAll(google::protobuf::Message* message, int depth) {
  const auto* reflection = message->GetReflection();
  const auto* descriptor = message->GetDescriptor();
  using google::protobuf::FieldDescriptor;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const bool repeated = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth == 0) break;
        FillAll(repeated ? reflection->AddMessage(message, field)
                         : reflection->MutableMessage(message, field),
                depth - 1);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        if (repeated) {
          reflection->AddString(message, field, "x");
        } else {
          reflection->SetString(message, field, field->name() + " \"\\\n\t\x01 订单 <&>");
        }
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->SetEnum(message, field, field->enum_type()->value(1));
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection->SetUInt32(message, field, 4294967295u);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection->SetBool(message, field, true);
        break;
      default:
        ADD_FAILURE() << field->full_name() << " is of a kind that lib/render/json.cc cannot write";
    }
  }
}

TEST(RenderJson, EqualsProtobufsMapping) {
  v1::ScriptLineage filled;
  FillAll(&filled, 5);
  for (const v1::ScriptLineage& lineage : {filled, SampleScript(), v1::ScriptLineage()}) {
    const std::string ours = RenderScript(lineage, "", Format::kJson);
    ASSERT_EQ(ours.back(), '\n');
    EXPECT_EQ(ours.find('\n'), ours.size() - 1) << "one line a script";
    v1::ScriptLineage from_ours;
    v1::ScriptLineage from_theirs;
    const auto read = JsonStringToMessage(ours, &from_ours, JsonParseOptions());
    ASSERT_TRUE(read.ok()) << read.ToString() << "\n" << ours;
    ASSERT_TRUE(JsonStringToMessage(ProtobufsOwn(lineage), &from_theirs).ok());
    EXPECT_TRUE(MessageDifferencer::Equals(from_ours, from_theirs));
    EXPECT_TRUE(MessageDifferencer::Equals(from_ours, lineage));
  }
}

TEST(RenderJson, StreamedStatementsEqualTheWholeScript) {
  v1::ScriptLineage lineage = SampleScript();
  const auto renderer = NewRenderer(Format::kJson, {});
  for (const int statements : {lineage.statements_size(), 1, 0}) {
    while (lineage.statements_size() > statements) lineage.mutable_statements()->RemoveLast();
    std::string streamed;
    renderer->BeginScript({lineage.source(), lineage.dialect(), ""}, &streamed);
    for (const auto& statement : lineage.statements()) renderer->Statement(statement, &streamed);
    renderer->EndScript(&streamed);
    EXPECT_EQ(streamed, RenderScript(lineage, "", Format::kJson));
  }
}

TEST(JsonString, ReplacesWhatIsNotUtf8) {
  std::string out;
  base::AppendJsonString(
      "a\xff\xc0\xaf\xe4\xb8"
      "b\x7f",
      &out);
  EXPECT_EQ(out,
            "\"a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"
            "b\\u007f\"");
}

}  // namespace
}  // namespace headwater
