#include "disputed.h"

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "data_file.h"

namespace headwater::conformance {

absl::StatusOr<DisputedCases> DisputedCases::Load(const std::string& path) {
  auto files = LoadDataFiles(path);
  if (!files.ok()) return files.status();
  DisputedCases result;
  for (const DataLine& line : NonBlankLines(*files)) {
    google::protobuf::Struct object;
    if (absl::Status status = ParseDataLine(line, &object); !status.ok()) return status;
    std::string id(StringMember(object, "id"));
    Dispute dispute{std::string(StringMember(object, "reason")),
                    std::string(StringMember(object, "proof"))};
    if (id.empty() || dispute.reason.empty() || dispute.proof.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(line.Place(), ": a dispute needs id, reason and proof"));
    }
    if (absl::EndsWith(id, "*")) {
      dispute.prefix = true;
      id.pop_back();
    }
    result.by_id_[id] = std::move(dispute);
  }
  return result;
}

const Dispute* DisputedCases::Find(absl::string_view id) const {
  // Ids that begin `id` sort at or before it; the nearest one is the longest candidate.
  for (auto it = by_id_.upper_bound(id); it != by_id_.begin();) {
    --it;
    if (it->first == id) return &it->second;
    if (it->second.prefix && absl::StartsWith(id, it->first)) return &it->second;
    if (it->first.empty() || it->first[0] != id[0]) break;
  }
  return nullptr;
}

}  // namespace headwater::conformance
