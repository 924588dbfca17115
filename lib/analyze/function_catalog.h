// What the lineage of a call depends on: whether a function aggregates, hides its argument, chooses
// by a condition, or makes rows.

#ifndef HEADWATER_LIB_ANALYZE_FUNCTION_CATALOG_H_
#define HEADWATER_LIB_ANALYZE_FUNCTION_CATALOG_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace headwater::analyze {

enum class FunctionKind : uint8_t {
  kScalar,       // every argument: TRANSFORMATION; also any function that is not listed
  kAggregate,    // every argument: AGGREGATION
  kChoosing,     // the same, and the result is one of the values: max(struct(..))
  kCollecting,   // the same, and the result is an array of the values: collect_list
  kOrderedSet,   // the same, WITHIN GROUP's keys included: percentile_cont
  kCount,        // AGGREGATION, masking; of no column: the row set
  kWindowValue,  // lag, lead: TRANSFORMATION
  kRanking,      // row_number, rank: only the window's keys
  kIf,           // if(condition, then, else)
  kCoalesce,     // every argument is value and condition
  kNullIf,       // nullif(value, condition)
  kNvl2,         // nvl2(condition, then, else)
  kDecode,       // decode(x, search, result, ..., default)
  kGrouping,     // grouping(a), grouping_id(): no sources
  kStruct,       // struct(a, b): members by the arguments' names
  kNamedStruct,  // named_struct('a', x, 'b', y)
  kArray,        // array(a, b)
  kMap,          // map(k, v, ...)
  kElementAt,    // element_at(array or map, key)
  kSameArray,    // sort_array(a), slice(a, 1, 2): elements of the first argument
  kExplode,      // explode(array) or explode(map)
  kPosExplode,
  kInline,
  kStack,
  kJsonTuple,
  kParseUrlTuple,
  kExplodeSplit,          // any function of Doris that makes one column of its arguments
  kGenerator,             // range, numbers: rows from nothing
  kFiles,                 // s3(..), hdfs(..): reads files
  kUnknownTableFunction,  // replicate_rows and the like: every input to every output
};

struct FunctionTraits {
  FunctionKind kind = FunctionKind::kScalar;
  bool masking = false;
};

// `name` in lower case.
FunctionTraits FindFunction(absl::string_view name);

inline bool IsTableFunction(FunctionKind kind) { return kind >= FunctionKind::kExplode; }
inline bool IsAggregate(FunctionKind kind) {
  return kind == FunctionKind::kAggregate || kind == FunctionKind::kChoosing ||
         kind == FunctionKind::kCollecting || kind == FunctionKind::kOrderedSet ||
         kind == FunctionKind::kCount;
}

// Whether a name without parentheses is a call where no column has it: current_date.
bool IsBareFunction(absl::string_view name);

// Whether a name is a column that every table of the engines has: input__file__name.
bool IsVirtualColumn(absl::string_view name);

}  // namespace headwater::analyze

#endif  // HEADWATER_LIB_ANALYZE_FUNCTION_CATALOG_H_
