#include "syntax/feature_alternative.h"

namespace headwater::syntax {

absl::string_view FeatureAlternative(Feature feature, Dialect dialect) {
  switch (feature) {
    case Feature::kMultiInsert:
      return "write an INSERT for each table";
    case Feature::kFromFirst:
      return "write SELECT .. FROM";
    case Feature::kFromOnly:
      return "write SELECT * FROM";
    case Feature::kPivot:
      return "write sum(CASE WHEN .. THEN .. END) for each column";
    case Feature::kUnpivot:
      return "LATERAL VIEW with a function that makes rows of columns does the same";
    case Feature::kQualify:
      return "filter on the window function in a query around this one";
    case Feature::kStarExcept:
      return "list the columns";
    case Feature::kStarReplace:
      return "list the columns";
    case Feature::kGroupByAll:
      return "list the keys";
    case Feature::kInsertByName:
      return "list the columns behind the table";
    case Feature::kInsertDirectory:
      return "write SELECT .. INTO OUTFILE";
    case Feature::kOutfile:
      return "write INSERT OVERWRITE DIRECTORY";
    case Feature::kClusterBy:
      return "leave it out";
    case Feature::kDoubleColon:
      return "write CAST(value AS type)";
    case Feature::kNaturalJoin:
      return "write JOIN .. USING (columns)";
    case Feature::kGroupConcatSeparator:
      return dialect == Dialect::kDoris ? "write group_concat(x, ',')"
                                        : "write concat_ws(',', collect_list(x))";
    case Feature::kUpdateFrom:
    case Feature::kDeleteUsing:
      return "MERGE INTO changes rows by a join";
    case Feature::kTableKeys:
      return "leave it out";
    default:
      return {};
  }
}

}  // namespace headwater::syntax
