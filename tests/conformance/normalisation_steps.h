// The steps that the list in normalisations.cc names: each changes one of the two answers, and says
// whether it did.

#ifndef HEADWATER_TESTS_CONFORMANCE_NORMALISATION_STEPS_H_
#define HEADWATER_TESTS_CONFORMANCE_NORMALISATION_STEPS_H_

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "comparison.h"

namespace headwater::conformance {

// Which cases a normalisation is for.
bool IsHive(const Case& test);
bool IsTyped(const Case& test);
bool IsReferences(const Case& test);
bool IsHiveOrReferences(const Case& test);
bool IsNotHive(const Case& test);
bool IsAny(const Case& test);
bool ListsReferences(const Case& test);
bool ListsNoRowSets(const Case& test);
bool NotInText(const Case& test);
bool ReadsView(const Case& test);
bool IsKyuubi(const Case& test);
bool IsDorisPlan(const Case& test);
bool IsHiveEngine(const Case& test);  // also OpenLineage's Hive hook

// Of columns, in column_normalisations.cc.
bool CountConditions(Comparison* c);
bool CountWindowKeys(Comparison* c);
bool DropRowSets(Comparison* c);
bool DropUnlistedColumnsWithoutSource(Comparison* c);
bool MergeTargets(Comparison* c);
bool DropPartitionTargets(Comparison* c);
bool DropFoldedConstants(Comparison* c);
bool AcceptWideWindows(Comparison* c);
bool MatchColumnsOfUnknownTarget(Comparison* c);
bool AcceptLostDistinct(Comparison* c);
bool DropSelfCopies(Comparison* c);
bool GiveUpViewColumns(Comparison* c);
bool DropTemporarySources(Comparison* c);
bool DropInferredNotNull(Comparison* c);
bool DropIdentityOfBranches(Comparison* c);
bool DropPathColumns(Comparison* c);
bool AcceptUnknownTable(Comparison* c);
bool DropAllOfEmptyQuery(Comparison* c);
bool MatchUnnamedColumns(Comparison* c);
bool DropCandidates(Comparison* c);
bool DropRewrittenLoad(Comparison* c);
bool AcceptUnknownStar(Comparison* c);

// Of tables, in table_normalisations.cc.
bool DropTargetAsInput(Comparison* c);
bool DropCardinalityCheck(Comparison* c);
bool DropTablesNotInText(Comparison* c);
bool DropAnalyzedTable(Comparison* c);
bool JoinStatements(Comparison* c);
bool DropTablesOfDdl(Comparison* c);
bool DropChosenInputs(Comparison* c);
bool DropBehindMaterializedViews(Comparison* c);
bool DropViews(Comparison* c);
bool DropInputsThatOnlyFilter(Comparison* c);
bool AcceptSessionDatabase(Comparison* c);
bool MatchBareTableNames(Comparison* c);

// Parts of steps.
bool IsKind(const Comparison& c, std::initializer_list<v1::StatementLineage::Kind> kinds);
bool IsRowSet(absl::string_view source);
std::set<std::string> TargetsOf(const Answer& answer);

template <typename Predicate>
bool EraseSources(std::vector<AnswerColumn>* columns, const Predicate& unwanted) {
  bool changed = false;
  for (AnswerColumn& column : *columns) {
    for (auto it = column.sources.begin(); it != column.sources.end();) {
      if (unwanted(column, it->first)) {
        it = column.sources.erase(it);
        changed = true;
      } else {
        ++it;
      }
    }
  }
  return changed;
}

template <typename Predicate>
bool EraseColumns(std::vector<AnswerColumn>* columns, const Predicate& unwanted) {
  const size_t before = columns->size();
  columns->erase(std::remove_if(columns->begin(), columns->end(), unwanted), columns->end());
  return columns->size() != before;
}

}  // namespace headwater::conformance

#endif  // HEADWATER_TESTS_CONFORMANCE_NORMALISATION_STEPS_H_
