// Manifests: declared tasks, exposures and properties of assets.

#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "headwater/catalog_import.h"
#include "yaml-cpp/yaml.h"

namespace headwater {
namespace {

// Turns one document into a publication; the first mistake ends it.
class ManifestReader {
 public:
  ManifestReader(absl::string_view file, Imported* imported, std::vector<ManifestScript>* scripts)
      : file_(file), imported_(imported), scripts_(scripts) {}

  absl::Status Read(const YAML::Node& document) {
    if (document.IsNull()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat(file_, ":1: an empty manifest; it is a map with tasks, exposures, assets"));
      return status_;
    }
    if (!document.IsMap()) {
      Wrong(document, "a manifest is a map with tasks, exposures, assets");
      return status_;
    }
    Fields(document, "manifest", {"tasks", "exposures", "assets"});
    Each(document["tasks"], "tasks", [this](const YAML::Node& node) { Task(node); });
    Each(document["exposures"], "exposures",
         [this](const YAML::Node& node) { Asset(node, v1::Asset::EXPOSURE); });
    Each(document["assets"], "assets",
         [this](const YAML::Node& node) { Asset(node, v1::Asset::KIND_UNSPECIFIED); });
    return status_;
  }

 private:
  // The first mistake is kept.
  void Wrong(const YAML::Node& node, const std::string& what) {
    if (!status_.ok()) return;
    status_ =
        absl::InvalidArgumentError(absl::StrCat(file_, ":", node.Mark().line + 1, ": ", what));
  }

  void Fields(const YAML::Node& map, absl::string_view what,
              std::initializer_list<absl::string_view> known) {
    for (const auto& field : map) {
      const std::string name = field.first.IsScalar() ? field.first.Scalar() : "";
      bool found = false;
      for (const absl::string_view candidate : known) found = found || candidate == name;
      if (!found) {
        Wrong(field.first, absl::StrCat("a ", what, " has no field \"", name, "\" (",
                                        absl::StrJoin(known, ", "), ")"));
      }
    }
  }

  template <typename Visit>
  void Each(const YAML::Node& list, const std::string& field, const Visit& visit) {
    if (!list || list.IsNull()) return;
    if (!list.IsSequence()) {
      Wrong(list, absl::StrCat("\"", field, "\" must be a list"));
      return;
    }
    for (const YAML::Node& node : list) {
      if (!node.IsMap()) {
        Wrong(node, absl::StrCat("each of \"", field, "\" must be a map"));
      } else {
        visit(node);
      }
    }
  }

  std::string Text(const YAML::Node& map, const std::string& field) {
    const YAML::Node node = map[field];
    if (!node || node.IsNull()) return "";
    if (!node.IsScalar()) {
      Wrong(node, absl::StrCat("\"", field, "\" must be text"));
      return "";
    }
    return node.Scalar();
  }

  std::vector<std::string> List(const YAML::Node& map, const std::string& field) {
    std::vector<std::string> values;
    const YAML::Node node = map[field];
    if (!node || node.IsNull()) return values;
    if (node.IsScalar()) return {node.Scalar()};
    for (const YAML::Node& value : node) {
      if (value.IsScalar()) {
        values.push_back(value.Scalar());
      } else {
        Wrong(value, absl::StrCat("\"", field, "\" must be a list of text"));
      }
    }
    if (node.IsMap()) Wrong(node, absl::StrCat("\"", field, "\" must be a list of text"));
    return values;
  }

  template <typename Message>
  void Common(const YAML::Node& map, Message* message) {
    message->set_name(Text(map, "name"));
    if (message->name().empty()) Wrong(map, "\"name\" is missing");
    message->set_owner(Text(map, "owner"));
    message->set_tier(Text(map, "tier"));
    message->set_comment(Text(map, "comment"));
    for (std::string& tag : List(map, "tags")) message->add_tags(std::move(tag));
    const YAML::Node properties = map["properties"];
    if (!properties) return;
    if (!properties.IsMap()) {
      Wrong(properties, "\"properties\" must be a map");
      return;
    }
    for (const auto& property : properties) {
      if (!property.first.IsScalar() || !property.second.IsScalar()) {
        Wrong(property.first, "\"properties\" maps text to text");
        continue;
      }
      v1::Property* added = message->add_properties();
      added->set_key(property.first.Scalar());
      added->set_value(property.second.Scalar());
    }
  }

  // "db.table.column" to both parts.
  bool SplitColumn(const YAML::Node& node, const std::string& name, std::string* dataset,
                   std::string* column) {
    const size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == name.size()) {
      Wrong(node, absl::StrCat("\"columns\": write \"", name, "\" as db.table.column"));
      return false;
    }
    *dataset = name.substr(0, dot);
    *column = name.substr(dot + 1);
    return true;
  }

  void Columns(const YAML::Node& columns, v1::StatementLineage* statement) {
    if (!columns) return;
    if (!columns.IsMap()) {
      Wrong(columns, "\"columns\" must map db.table.column to a list of such");
      return;
    }
    for (const auto& entry : columns) {
      std::string dataset;
      std::string name;
      if (!entry.first.IsScalar() ||
          !SplitColumn(entry.first, entry.first.Scalar(), &dataset, &name)) {
        return;
      }
      v1::ColumnLineage* column = statement->add_columns();
      column->set_target(entry.first.Scalar());
      column->set_name(name);
      std::vector<YAML::Node> sources;
      if (entry.second.IsScalar()) sources.push_back(entry.second);
      for (const YAML::Node& source : entry.second) sources.push_back(source);
      for (const YAML::Node& source : sources) {
        v1::Source* added = column->add_sources();
        if (!source.IsScalar() || !SplitColumn(source, source.Scalar(), added->mutable_dataset(),
                                               added->mutable_column())) {
          Wrong(source, "\"columns\" must map db.table.column to a list of such");
          return;
        }
        added->set_type(v1::Source::DIRECT);
        added->set_subtype(v1::Source::TRANSFORMATION);
        added->set_certainty(v1::Source::CERTAIN);
      }
    }
  }

  void Task(const YAML::Node& map) {
    Fields(map, "task",
           {"name", "sql", "dialect", "owner", "tags", "tier", "schedule", "comment", "transfer",
            "reads", "writes", "columns", "properties"});
    v1::TaskVersion* task = imported_->publication.add_tasks();
    Common(map, task);
    task->set_schedule(Text(map, "schedule"));
    const std::string sql = Text(map, "sql");
    if (!sql.empty()) {
      for (const char* field : {"reads", "writes", "columns"}) {
        if (map[field]) {
          Wrong(map[field], absl::StrCat("\"", field, "\" comes from the script of \"sql\""));
        }
      }
      const std::string dialect = Text(map, "dialect");
      if (!dialect.empty() && !DialectFromName(dialect).ok()) {
        Wrong(map["dialect"],
              absl::StrCat("\"dialect\": there is no ", dialect, " (hive, spark, doris)"));
      }
      scripts_->push_back({imported_->publication.tasks_size() - 1, sql, dialect});
      return;
    }
    const std::string transfer = Text(map, "transfer");
    task->set_transfer(transfer.empty() ? "manifest" : transfer);
    v1::StatementLineage* statement = task->mutable_lineage()->add_statements();
    statement->set_kind(v1::StatementLineage::INSERT);
    for (std::string& name : List(map, "reads")) {
      statement->add_inputs()->set_name(std::move(name));
    }
    for (std::string& name : List(map, "writes")) {
      statement->add_outputs()->set_name(std::move(name));
    }
    Columns(map["columns"], statement);
    if (statement->inputs_size() + statement->outputs_size() == 0) {
      Wrong(map, "a task has \"sql\", or \"reads\" and \"writes\"");
    }
  }

  // Names, or maps of name, type and comment.
  void AssetColumns(const YAML::Node& list, v1::Asset* asset) {
    if (!list || list.IsNull()) return;
    if (!list.IsSequence()) return Wrong(list, "\"columns\" must be a list");
    for (const YAML::Node& node : list) {
      v1::AssetColumn* column = asset->add_columns();
      if (node.IsScalar()) {
        column->set_name(node.Scalar());
      } else if (node.IsMap()) {
        Fields(node, "column", {"name", "type", "comment"});
        column->set_name(Text(node, "name"));
        column->set_type(Text(node, "type"));
        column->set_comment(Text(node, "comment"));
      }
      if (column->name().empty()) Wrong(node, "\"columns\": a column is a name, or a map with one");
    }
  }

  void Asset(const YAML::Node& map, v1::Asset::Kind kind) {
    Fields(map, kind == v1::Asset::EXPOSURE ? "exposure" : "asset",
           {"name", "kind", "owner", "tags", "tier", "comment", "url", "reads", "columns",
            "properties"});
    v1::Asset* asset = imported_->publication.add_assets();
    Common(map, asset);
    asset->set_kind(kind);
    asset->set_location(Text(map, "url"));
    const std::string word = Text(map, "kind");
    if (!word.empty() && kind != v1::Asset::EXPOSURE) {
      v1::Asset::Kind parsed;
      const std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(word), {{" ", "_"}});
      if (v1::Asset::Kind_Parse(name, &parsed) && parsed != v1::Asset::KIND_UNSPECIFIED &&
          parsed != v1::Asset::TASK) {
        asset->set_kind(parsed);
      } else {
        Wrong(map["kind"],
              absl::StrCat("\"kind\": there is no ", word,
                           " (database, table, view, materialized view, path, topic, exposure, "
                           "function)"));
      }
    } else if (!word.empty()) {
      // "dashboard", "api", "report": a word of the user's own.
      v1::Property* property = asset->add_properties();
      property->set_key("kind");
      property->set_value(word);
    }
    AssetColumns(map["columns"], asset);
    const std::vector<std::string> reads = List(map, "reads");
    if (reads.empty()) return;
    v1::TaskVersion* task = imported_->publication.add_tasks();
    task->set_name(absl::StrCat("exposure:", asset->name()));
    task->set_owner(asset->owner());
    task->set_transfer("manifest");
    v1::StatementLineage* statement = task->mutable_lineage()->add_statements();
    statement->set_kind(v1::StatementLineage::INSERT);
    statement->add_outputs()->set_name(asset->name());
    for (const std::string& name : reads) statement->add_inputs()->set_name(name);
  }

  const absl::string_view file_;
  Imported* const imported_;
  std::vector<ManifestScript>* const scripts_;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<Imported> ReadManifest(absl::string_view text, absl::string_view file,
                                      std::vector<ManifestScript>* scripts) {
  Imported imported;
  try {
    const YAML::Node document = YAML::Load(std::string(text));
    const absl::Status status = ManifestReader(file, &imported, scripts).Read(document);
    if (!status.ok()) return status;
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat(file, ":", error.mark.line + 1, ": ", error.msg));
  }
  return imported;
}

}  // namespace headwater
