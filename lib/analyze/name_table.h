// Names as integers, equal whatever their ASCII case.

#ifndef HEADWATER_LIB_ANALYZE_NAME_TABLE_H_
#define HEADWATER_LIB_ANALYZE_NAME_TABLE_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "lib/analyze/arena.h"

namespace headwater::analyze {

using NameId = uint32_t;
inline constexpr NameId kNoName = 0;  // the empty name

// Interns names in lower case. Ids are small and dense; they live as long as the table.
class NameTable {
 public:
  NameTable();

  NameId Intern(absl::string_view text);

  // The name in lower case.
  absl::string_view Text(NameId id) const { return entries_[id].text; }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    absl::string_view text;
    uint64_t hash;
  };

  void Grow();

  Arena text_;
  std::vector<Entry> entries_;
  std::vector<NameId> slots_;  // a power of two; kNoName is a free slot
};

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_NAME_TABLE_H_
