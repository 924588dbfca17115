// What the data model leaves to its readers: which output a column or an influence belongs to, and
// which inputs flow into which output.

#ifndef HEADWATER_LIB_RENDER_EDGES_H_
#define HEADWATER_LIB_RENDER_EDGES_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater::render {

// The index in `outputs` of the dataset that `column` is a column of; -1 for a bare query.
int OutputOf(const v1::StatementLineage& statement, const v1::ColumnLineage& column);

// The same for an influence.
int OutputOf(const v1::StatementLineage& statement, const v1::Influence& influence);

// The name of a target's dataset, whether or not it is among the outputs: `target` without the
// column's name.
absl::string_view TargetDataset(const v1::ColumnLineage& column);

// For each output the indices of the inputs that flow into it, in the order of `inputs`. In a
// multi-insert those are the inputs that its columns and influences name, and the inputs that no
// output names (`SELECT 1 FROM t`); otherwise all of them. A bare query counts as one output.
std::vector<std::vector<int>> InputsOfOutputs(const v1::StatementLineage& statement);

// "INSERT", "CREATE TABLE AS SELECT"; an OTHER statement's own name.
std::string KindName(const v1::StatementLineage& statement);

// "identity", "group by"; the lower-case words of a subtype.
absl::string_view SubtypeName(v1::Source::Subtype subtype);

}  // namespace headwater::render

#endif  // HEADWATER_LIB_RENDER_EDGES_H_
