// Cases that we hold to be the reference's error, each with its proof: disputed.jsonl. They are run
// and counted like the others; the scoreboard shows the score with and without them.

#ifndef HEADWATER_TESTS_CONFORMANCE_DISPUTED_H_
#define HEADWATER_TESTS_CONFORMANCE_DISPUTED_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace headwater::conformance {

struct Dispute {
  std::string reason;  // one sentence: what the reference says and what is right
  std::string proof;   // documentation, the engine's own code, or another case that contradicts
  bool prefix = false;
};

class DisputedCases {
 public:
  // Lines are {"id", "reason", "proof"}; an id that ends in * stands for all that begin so.
  static absl::StatusOr<DisputedCases> Load(const std::string& path);

  // Null: not disputed. `id` is a case's id, or "id#n" for statement n (from 0) of a session.
  const Dispute* Find(absl::string_view id) const;

 private:
  std::map<std::string, Dispute, std::less<>> by_id_;
};

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_DISPUTED_H_
