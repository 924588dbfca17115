// What a text is found by.

#ifndef HEADWATER_LIB_CATALOG_SEARCH_TERMS_H_
#define HEADWATER_LIB_CATALOG_SEARCH_TERMS_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "headwater/v1/catalog.pb.h"

namespace headwater::catalog {

// Lower-case words of letters and digits; of Chinese and its kin every two neighbours, or a
// character that stands alone. Appends to `*terms`.
void AppendTerms(absl::string_view text, std::vector<std::string>* terms);

// The terms of an asset's record as they stand, some again and again.
void ForEachTerm(const v1::Asset& asset, absl::FunctionRef<void(absl::string_view)> visit);

// The same, sorted, each once.
std::vector<std::string> TermsOf(const v1::Asset& asset);

// Every three code points in a row of `term`, each once.
std::vector<std::string> Trigrams(absl::string_view term);

}  // namespace headwater::catalog

#endif  // HEADWATER_LIB_CATALOG_SEARCH_TERMS_H_
