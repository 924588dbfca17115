#include "verdict_file.h"

#include <stdio.h>

#include <algorithm>
#include <map>
#include <vector>

#include "data_file.h"
#include "google/protobuf/util/json_util.h"

namespace headwater::conformance {
namespace {

bool ReadVerdicts(const std::string& path, std::map<std::string, Verdict>* verdicts) {
  auto files = LoadDataFiles(path);
  if (!files.ok()) {
    fprintf(stderr, "%s\n", std::string(files.status().message()).c_str());
    return false;
  }
  for (const DataLine& line : NonBlankLines(*files)) {
    google::protobuf::Struct object;
    if (absl::Status status = ParseDataLine(line, &object); !status.ok()) {
      fprintf(stderr, "%s\n", std::string(status.message()).c_str());
      return false;
    }
    Verdict verdict;
    verdict.key = std::string(StringMember(object, "key"));
    verdict.id = std::string(StringMember(object, "id"));
    verdict.detail = std::string(StringMember(object, "detail"));
    const google::protobuf::Value* right = FindMember(object, "right");
    verdict.right = right != nullptr && right->bool_value();
    (*verdicts)[verdict.key] = verdict;
  }
  return true;
}

void PrintList(const char* title, const std::vector<const Verdict*>& list, int limit) {
  printf("%s: %zu\n", title, list.size());
  for (size_t i = 0; i < list.size() && static_cast<int>(i) < limit; ++i) {
    printf("  %s  %s  %s\n", list[i]->key.c_str(), list[i]->id.c_str(),
           list[i]->detail.substr(0, 160).c_str());
  }
}

}  // namespace

void VerdictFileWriter::Write(const Verdict& verdict) {
  google::protobuf::Struct object;
  auto& fields = *object.mutable_fields();
  fields["key"].set_string_value(verdict.key);
  fields["id"].set_string_value(verdict.id);
  fields["right"].set_bool_value(verdict.right);
  if (!verdict.detail.empty()) fields["detail"].set_string_value(verdict.detail);
  std::string text;
  if (google::protobuf::util::MessageToJsonString(object, &text).ok()) out_ << text << '\n';
}

int CompareVerdictFiles(const std::string& before_path, const std::string& after_path, int limit) {
  std::map<std::string, Verdict> before, after;
  if (!ReadVerdicts(before_path, &before) || !ReadVerdicts(after_path, &after)) return 2;
  std::vector<const Verdict*> better, worse, other;
  for (const auto& [key, verdict] : after) {
    auto old = before.find(key);
    if (old == before.end()) continue;
    if (verdict.right && !old->second.right) better.push_back(&verdict);
    if (!verdict.right && old->second.right) worse.push_back(&verdict);
    if (!verdict.right && !old->second.right && verdict.detail != old->second.detail) {
      other.push_back(&verdict);
    }
  }
  PrintList("became right", better, limit);
  PrintList("became wrong", worse, limit);
  PrintList("fail differently", other, limit);
  return worse.empty() ? 0 : 1;
}

}  // namespace headwater::conformance
