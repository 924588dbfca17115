// The feature table, lib/syntax/features.def, by id.

#ifndef HEADWATER_LIB_SYNTAX_FEATURES_H_
#define HEADWATER_LIB_SYNTAX_FEATURES_H_

namespace headwater::syntax {

// An index into headwater::Features().
enum class Feature : int {
#define HEADWATER_FEATURE(id, name, description, hive, spark, doris) id,
#include "syntax/features.def"
#undef HEADWATER_FEATURE
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_FEATURES_H_
