// Lineage as golden files show it.
//
//     INSERT dw.a{dt='2024-01-01', hour} <- ods.b, ods.v (view)       a statement's head
//       dw.a.x <- ods.b.y                                             a column and its sources
//       dw.a.n <- rows(ods.b) [aggregation masking]                   count(*): whole rows
//       dw.a.c <- ods.b.addr:city [transformation], ods.b.k [conditional]
//       dw.a.z <- ()                                                  no source
//       <~ JOIN ods.b.k, ods.c.k                                      influences, a line a subtype
//       dw.a <~ FILTER ods.b.dt                                       of one of several outputs
//       ! CREATE dw.a (x int, y string | dt string)                   a change of the schema
//       warning 3:8 ambiguous_column: message                         a diagnostic
//         hint: what to do
//
// A head lists outputs, `<-` and inputs, each with its kind unless it is a table; paths are in
// quotes; `{..}` holds partitions: those with a value are static. A source without a mark is an
// identical copy.
// `:` separates a field path from its column. `?` behind a name: one of several candidates; `??`:
// not resolved. Sources are sorted, direct ones first; everything else keeps its order.

#ifndef HEADWATER_TESTS_GOLDEN_LINEAGE_TEXT_H_
#define HEADWATER_TESTS_GOLDEN_LINEAGE_TEXT_H_

#include <string>

#include "headwater/v1/lineage.pb.h"

namespace headwater::golden {

struct TextOptions {
  bool expressions = false;  // adds ` := expression` to columns
  bool spans = false;        // adds ` @line:column+length` to columns, sources and datasets
  bool display = false;      // adds the written case of datasets
  bool positions = true;     // false: diagnostics without line:column
};

std::string LineageText(const v1::ScriptLineage& script, const TextOptions& options);

}  // namespace headwater::golden

#endif  // HEADWATER_TESTS_GOLDEN_LINEAGE_TEXT_H_
