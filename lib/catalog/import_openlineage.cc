// OpenLineage events.

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "headwater/catalog.h"
#include "headwater/catalog_import.h"
#include "lib/catalog/import_rows.h"

namespace headwater {
namespace {

using catalog::Elements;
using catalog::Json;
using catalog::JsonText;
using catalog::Member;

v1::Source::Subtype SubtypeOf(const std::string& name, bool direct) {
  v1::Source::Subtype subtype;
  if (!name.empty() && v1::Source::Subtype_Parse(name, &subtype) && subtype != 0) return subtype;
  return direct ? v1::Source::TRANSFORMATION : v1::Source::FILTER;
}

// Fills type, subtype and masking from one input field's transformations; those of older facets
// have none and say nothing: TRANSFORMATION.
template <typename Target>
void SetTransformation(const Json& transformation, Target* target) {
  const bool direct = JsonText(Member(transformation, "type")) != "INDIRECT";
  target->set_type(direct ? v1::Source::DIRECT : v1::Source::INDIRECT);
  target->set_subtype(
      SubtypeOf(absl::AsciiStrToUpper(JsonText(Member(transformation, "subtype"))), direct));
  target->set_masking(Member(transformation, "masking").bool_value());
  target->set_certainty(v1::Source::CERTAIN);
}

std::vector<const Json*> TransformationsOf(const Json& input) {
  std::vector<const Json*> all = Elements(Member(input, "transformations"));
  if (all.empty()) all.push_back(&Json::default_instance());
  return all;
}

class EventReader {
 public:
  absl::Status Read(const Json& event) {
    const Json& job = Member(event, "job");
    const std::string name = JsonText(Member(job, "name"));
    if (!event.has_struct_value()) return absl::InvalidArgumentError("this is no event");
    if (name.empty()) {
      // A dataset event has metadata only.
      if (Member(event, "dataset").has_struct_value()) {
        return Dataset(Member(event, "dataset"));
      }
      return absl::InvalidArgumentError("the event has no job.name");
    }
    const Json& inputs = Member(event, "inputs");
    const Json& outputs = Member(event, "outputs");
    // All or nothing of an event: names are looked at before anything is kept.
    for (const Json* list : {&inputs, &outputs}) {
      for (const Json* dataset : Elements(*list)) {
        if (JsonText(Member(*dataset, "name")).empty()) {
          return absl::InvalidArgumentError("a dataset has no name");
        }
      }
    }
    for (const Json* list : {&inputs, &outputs}) {
      for (const Json* dataset : Elements(*list)) {
        const absl::Status status = Dataset(*dataset);
        if (!status.ok()) return status;
      }
    }
    // START and RUNNING often come without datasets; the last event that has some counts.
    if (Elements(inputs).empty() && Elements(outputs).empty()) return absl::OkStatus();
    v1::TaskVersion task;
    task.set_name(name);
    task.set_transfer("openlineage");
    const std::string job_namespace = JsonText(Member(job, "namespace"));
    if (!job_namespace.empty()) {
      v1::Property* property = task.add_properties();
      property->set_key("namespace");
      property->set_value(job_namespace);
    }
    const Json& facets = Member(job, "facets");
    task.set_comment(JsonText(Member(Member(facets, "documentation"), "description")));
    task.set_text(JsonText(Member(Member(facets, "sql"), "query")));
    for (const Json* owner : Elements(Member(Member(facets, "ownership"), "owners"))) {
      if (task.owner().empty()) task.set_owner(JsonText(Member(*owner, "name")));
    }
    for (const Json* output : Elements(outputs)) {
      Output(*output, inputs, task.mutable_lineage()->add_statements());
    }
    if (Elements(outputs).empty()) {
      v1::StatementLineage* statement = task.mutable_lineage()->add_statements();
      statement->set_kind(v1::StatementLineage::QUERY);
      AddInputs(inputs, statement);
    }
    const auto [known, added] = tasks_.try_emplace(name);
    if (!added) KeepFacets(known->second, &task);
    known->second = std::move(task);
    NoteDataTime(event, outputs);
    return absl::OkStatus();
  }

  void Finish(v1::Publication* publication) {
    for (auto& [name, asset] : assets_) *publication->add_assets() = std::move(asset);
    for (auto& [name, task] : tasks_) *publication->add_tasks() = std::move(task);
  }

 private:
  // Facets come with some events of a run only: often START has the SQL, COMPLETE the columns.
  static void KeepFacets(const v1::TaskVersion& before, v1::TaskVersion* task) {
    if (task->comment().empty()) task->set_comment(before.comment());
    if (task->text().empty()) task->set_text(before.text());
    if (task->owner().empty()) task->set_owner(before.owner());
    const auto outputs = [](const v1::TaskVersion& version) {
      std::vector<std::string> names;
      for (const v1::StatementLineage& statement : version.lineage().statements()) {
        for (const v1::Dataset& output : statement.outputs()) names.push_back(output.name());
      }
      return names;
    };
    const auto has_columns = [](const v1::TaskVersion& version) {
      return std::any_of(version.lineage().statements().begin(),
                         version.lineage().statements().end(),
                         [](const v1::StatementLineage& statement) {
                           return statement.columns_size() + statement.influences_size() > 0;
                         });
    };
    if (!has_columns(*task) && has_columns(before) && outputs(*task) == outputs(before)) {
      *task->mutable_lineage() = before.lineage();
    }
  }

  // A run that is complete has made its outputs fresh.
  void NoteDataTime(const Json& event, const Json& outputs) {
    if (JsonText(Member(event, "eventType")) != "COMPLETE") return;
    const auto time = ParseAsOf(JsonText(Member(event, "eventTime")));
    if (!time.ok() || time->time_ms == INT64_MAX) return;
    for (const Json* output : Elements(outputs)) {
      v1::Asset& asset = assets_[JsonText(Member(*output, "name"))];
      asset.set_data_time_ms(std::max(asset.data_time_ms(), time->time_ms));
    }
  }

  absl::Status Dataset(const Json& dataset) {
    const std::string name = JsonText(Member(dataset, "name"));
    if (name.empty()) return absl::InvalidArgumentError("a dataset has no name");
    v1::Asset& asset = assets_[name];
    asset.set_name(name);
    asset.set_kind(name.find('/') == std::string::npos ? v1::Asset::TABLE : v1::Asset::PATH);
    const Json& facets = Member(dataset, "facets");
    if (const Json& documentation = Member(facets, "documentation");
        documentation.has_struct_value()) {
      asset.set_comment(JsonText(Member(documentation, "description")));
    }
    for (const Json* owner : Elements(Member(Member(facets, "ownership"), "owners"))) {
      asset.set_owner(JsonText(Member(*owner, "name")));
      break;
    }
    const std::vector<const Json*> fields = Elements(Member(Member(facets, "schema"), "fields"));
    if (!fields.empty()) asset.clear_columns();
    for (const Json* field : fields) {
      v1::AssetColumn* column = asset.add_columns();
      column->set_name(JsonText(Member(*field, "name")));
      column->set_type(JsonText(Member(*field, "type")));
      column->set_comment(JsonText(Member(*field, "description")));
    }
    const std::string dataset_namespace = JsonText(Member(dataset, "namespace"));
    if (!dataset_namespace.empty()) {
      asset.clear_properties();
      v1::Property* property = asset.add_properties();
      property->set_key("namespace");
      property->set_value(dataset_namespace);
    }
    return absl::OkStatus();
  }

  void AddInputs(const Json& inputs, v1::StatementLineage* statement) {
    for (const Json* input : Elements(inputs)) {
      statement->add_inputs()->set_name(JsonText(Member(*input, "name")));
    }
  }

  void Output(const Json& output, const Json& inputs, v1::StatementLineage* statement) {
    const std::string name = JsonText(Member(output, "name"));
    statement->set_kind(v1::StatementLineage::INSERT);
    AddInputs(inputs, statement);
    statement->add_outputs()->set_name(name);
    const Json& facet = Member(Member(output, "facets"), "columnLineage");
    if (Member(facet, "fields").has_struct_value()) {
      // Maps have no order of their own; messages are compared.
      std::map<std::string, const Json*> fields;
      for (const auto& [field, value] : Member(facet, "fields").struct_value().fields()) {
        fields[field] = &value;
      }
      for (const auto& [field, value] : fields) {
        v1::ColumnLineage* column = statement->add_columns();
        column->set_name(field);
        column->set_target(absl::StrCat(name, ".", field));
        for (const Json* input : Elements(Member(*value, "inputFields"))) {
          for (const Json* transformation : TransformationsOf(*input)) {
            v1::Source* source = column->add_sources();
            source->set_dataset(JsonText(Member(*input, "name")));
            source->set_column(JsonText(Member(*input, "field")));
            SetTransformation(*transformation, source);
          }
        }
      }
    }
    for (const Json* input : Elements(Member(facet, "dataset"))) {
      for (const Json* transformation : TransformationsOf(*input)) {
        v1::Influence* influence = statement->add_influences();
        influence->set_output(name);
        influence->set_dataset(JsonText(Member(*input, "name")));
        influence->set_column(JsonText(Member(*input, "field")));
        SetTransformation(*transformation, influence);
      }
    }
  }

  std::map<std::string, v1::Asset> assets_;
  std::map<std::string, v1::TaskVersion> tasks_;
};

}  // namespace

absl::StatusOr<Imported> ReadOpenLineage(absl::string_view text) {
  Imported imported;
  EventReader reader;
  catalog::ForEachLine(text, [&](size_t number, absl::string_view line) {
    const auto event = catalog::ParseJson(line);
    const absl::Status status = event.ok() ? reader.Read(*event) : event.status();
    if (!status.ok()) {
      imported.problems.push_back(absl::StrCat(number, ": ", status.message()));
    }
  });
  reader.Finish(&imported.publication);
  return imported;
}

}  // namespace headwater
