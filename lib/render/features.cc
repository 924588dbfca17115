// The feature table for `headwater dialects` and for the documentation.

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "headwater/render.h"
#include "headwater/utility_statements.h"
#include "lib/base/json_writer.h"
#include "lib/base/utf8.h"

namespace headwater {
namespace {

using base::DisplayWidth;
using base::JsonWriter;

std::string Padded(absl::string_view text, int width) {
  return absl::StrCat(text, std::string(std::max(0, width - DisplayWidth(text)), ' '));
}

// "yes", or the version that brought it.
std::string Cell(bool supported, absl::string_view since) {
  if (!supported) return "-";
  return since.empty() ? "yes" : absl::StrCat(since, "+");
}

std::string FeatureTable(absl::Span<const FeatureInfo> features) {
  int name_width = DisplayWidth("construct");
  for (const FeatureInfo& feature : features) {
    name_width = std::max(name_width, DisplayWidth(feature.name));
  }
  std::string out = Padded("construct", name_width);
  for (int i = 0; i < kDialectCount; ++i) {
    absl::StrAppend(&out, "  ", DialectName(static_cast<Dialect>(i)));
  }
  out.append("  what it is\n");
  for (const FeatureInfo& feature : features) {
    out.append(Padded(feature.name, name_width));
    for (int i = 0; i < kDialectCount; ++i) {
      const int width = DisplayWidth(DialectName(static_cast<Dialect>(i)));
      absl::StrAppend(&out, "  ", Padded(Cell(feature.supported[i], feature.since[i]), width));
    }
    absl::StrAppend(&out, "  ", feature.description, "\n");
  }
  return out;
}

std::string StatementTable(absl::Span<const UtilityStatementInfo> statements) {
  int name_width = DisplayWidth("statement");
  for (const UtilityStatementInfo& statement : statements) {
    name_width = std::max(name_width, DisplayWidth(statement.name));
  }
  std::string out = Padded("statement", name_width);
  for (int i = 0; i < kDialectCount; ++i) {
    absl::StrAppend(&out, "  ", DialectName(static_cast<Dialect>(i)));
  }
  out.append("\n");
  for (const UtilityStatementInfo& statement : statements) {
    std::string line = Padded(statement.name, name_width);
    for (int i = 0; i < kDialectCount; ++i) {
      const int width = DisplayWidth(DialectName(static_cast<Dialect>(i)));
      absl::StrAppend(&line, "  ", Padded(Cell(statement.supported[i], statement.since[i]), width));
    }
    absl::StripTrailingAsciiWhitespace(&line);
    absl::StrAppend(&out, line, "\n");
  }
  return out;
}

void AppendSince(const absl::string_view (&since)[kDialectCount], JsonWriter* json) {
  json->Key("since");
  json->BeginObject();
  for (int i = 0; i < kDialectCount; ++i) {
    if (!since[i].empty()) json->Field(DialectName(static_cast<Dialect>(i)), since[i]);
  }
  json->EndObject();
}

std::string FeatureJson(absl::Span<const FeatureInfo> features,
                        absl::Span<const UtilityStatementInfo> statements) {
  std::string out;
  JsonWriter json(&out);
  json.BeginArray();
  for (const FeatureInfo& feature : features) {
    json.BeginObject();
    json.Field("name", feature.name);
    json.Field("description", feature.description);
    json.Key("dialects");
    json.BeginArray();
    for (int i = 0; i < kDialectCount; ++i) {
      if (feature.supported[i]) json.String(DialectName(static_cast<Dialect>(i)));
    }
    json.EndArray();
    AppendSince(feature.since, &json);
    json.EndObject();
  }
  for (const UtilityStatementInfo& statement : statements) {
    json.BeginObject();
    json.Field("name", statement.name);
    json.Field("description", "utility statement");
    json.Key("dialects");
    json.BeginArray();
    for (int i = 0; i < kDialectCount; ++i) {
      if (statement.supported[i]) json.String(DialectName(static_cast<Dialect>(i)));
    }
    json.EndArray();
    AppendSince(statement.since, &json);
    json.EndObject();
  }
  json.EndArray();
  out.push_back('\n');
  return out;
}

}  // namespace

std::string RenderFeatures(absl::Span<const FeatureInfo> features, Format format) {
  if (format == Format::kText) return FeatureTable(features);
  if (format == Format::kJson) return FeatureJson(features, {});
  return "";
}

std::string RenderConstructs(absl::Span<const FeatureInfo> features,
                             absl::Span<const UtilityStatementInfo> statements, Format format) {
  if (format == Format::kText)
    return absl::StrCat(FeatureTable(features), "\n", StatementTable(statements));
  if (format == Format::kJson) return FeatureJson(features, statements);
  return "";
}

}  // namespace headwater
