#include "normalisations.h"

#include <algorithm>

#include "normalisation_steps.h"

namespace headwater::conformance {
namespace {

constexpr Normalisation kNormalisations[] = {
    {"conditions-are-sources",
     "Every column an expression names is listed alike; Headwater keeps conditions apart "
     "(INDIRECT CONDITIONAL).",
     IsHiveOrReferences, CountConditions},
    {"window-keys-are-sources", "The same for the keys of a window (INDIRECT WINDOW).",
     IsHiveOrReferences, CountWindowKeys},
    {"row-sets-unlisted", "Only Hive and Kyuubi say that count(*) counts a table's rows.",
     ListsNoRowSets, DropRowSets},
    {"unknown-target",
     "The case does not tell the columns of an INSERT's target (changed by ALTER, made LIKE "
     "another "
     "table): its columns are matched by their sources.",
     IsHive, MatchColumnsOfUnknownTarget},
    {"unknown-star", "The case does not tell the columns of a table whose star is selected.", IsAny,
     AcceptUnknownStar},
    {"merged-targets",
     "Hive merges several inserts into one table (its partitions) into one entry for each column.",
     IsHive, MergeTargets},
    {"partition-columns-unlisted",
     "Hive lists no dynamic partition column; its value is in the partition's name.", IsHive,
     DropPartitionTargets},
    {"folded-constants",
     "Hive's answer is taken after constant folding: behind WHERE key = 1 the column is the "
     "constant and has no source. The text says otherwise, and so does Headwater.",
     IsHiveEngine, DropFoldedConstants},
    {"columns-without-source-unlisted",
     "Columns that are constants, or count(*), are not listed by these references.",
     ListsReferences, DropUnlistedColumnsWithoutSource},
    {"empty-query",
     "Hive finds out that a query has no rows (WHERE false, LIMIT 0) and answers with constants.",
     IsHive, DropAllOfEmptyQuery},
    {"wide-windows",
     "Before HIVE-28695 a window function's sources were all columns of its operator.", IsHive,
     AcceptWideWindows},
    {"lost-distinct",
     "In a plan for several DISTINCT aggregates Hive loses an aggregate's argument and reports the "
     "row set.",
     IsHive, AcceptLostDistinct},
    {"target-is-input",
     "UPDATE, DELETE and MERGE read their target; Hive and Headwater list it as an input, other "
     "references do not.",
     IsNotHive, DropTargetAsInput},
    {"row-rewrite",
     "UPDATE and MERGE rewrite whole rows: an engine lists a column not assigned as a copy of "
     "itself.",
     IsHiveOrReferences, DropSelfCopies},
    {"merge-cardinality-check", "Hive's MERGE writes row ids to merge_tmp_table for a check.",
     IsHive, DropCardinalityCheck},
    {"tables-not-in-text",
     "A single statement does not tell the base tables of a view, nor what an optimiser reads "
     "instead (a materialised view). The replayed sessions do.",
     NotInText, DropTablesNotInText},
    {"engine-chosen-inputs",
     "In a session: inputs that neither the text nor a view of the session names were chosen by "
     "the "
     "engine (a materialised view, a row filter policy's tables, what is behind system views).",
     IsHive, DropChosenInputs},
    {"materialized-views-hold-data",
     "Hive does not look through a materialised view; ours expands every view when asked to.",
     IsHive, DropBehindMaterializedViews},
    {"rewritten-load", "Hive may run LOAD as an INSERT from a temporary table over the files.",
     IsHive, DropRewrittenLoad},
    {"session-database",
     "Spark's cases do not tell that USE came before: a bare name may be in another database.",
     IsNotHive, AcceptSessionDatabase},
    {"bare-table-names", "Doris' plans name a table without its database.", IsDorisPlan,
     MatchBareTableNames},
    {"views-unlisted", "Kyuubi lists the tables behind a view, not the view.", IsKyuubi, DropViews},
    {"filters-unlisted", "Kyuubi lists no table that is read only to filter (EXISTS, IN).",
     IsKyuubi, DropInputsThatOnlyFilter},
    {"view-columns", "The same for the columns of a view whose query is not in the case.",
     ReadsView, GiveUpViewColumns},
    {"temporary-sources", "Hive drops sources that are columns of a temporary table.", IsHive,
     DropTemporarySources},
    {"analyze-is-no-lineage", "Hive lists ANALYZE's table as input and output; no data flows.",
     IsHive, DropAnalyzedTable},
    {"script-is-one-graph",
     "These references take a text of several statements for one graph: what one statement "
     "writes and another reads is neither input nor output.",
     IsNotHive, JoinStatements},
    {"inferred-not-null",
     "Hive's optimiser filters join keys for not being null; the hook reports that filter.",
     IsTyped, DropInferredNotNull},
    {"identity-of-branches",
     "OpenLineage's Hive hook keeps IDENTITY through CASE and IF; its Spark listener does not.",
     IsTyped, DropIdentityOfBranches},
    {"path-columns",
     "The hook gives a directory the columns of the table that is loaded from or exported to it.",
     IsTyped, DropPathColumns},
    {"ddl-outputs", "References differ in whether CREATE, ALTER and DROP have the table as output.",
     IsNotHive, DropTablesOfDdl},
    {"unknown-table",
     "sqllineage writes ?.c where the table of an unqualified column cannot be known.",
     IsReferences, AcceptUnknownTable},
    {"unnamed-columns",
     "A column without an alias goes by its text, which each tool writes in its own way.",
     IsReferences, MatchUnnamedColumns},
    {"candidates-unlisted",
     "Without a schema an unqualified column of a join has no source there; Headwater lists every "
     "candidate as such.",
     IsReferences, DropCandidates},
};

}  // namespace

absl::Span<const Normalisation> Normalisations() { return kNormalisations; }

Difference Normalise(const std::vector<std::string>& without, Comparison* comparison,
                     std::vector<absl::string_view>* used) {
  Difference difference = Compare(*comparison);
  for (const Normalisation& each : kNormalisations) {
    if (difference.exact()) break;
    const bool off = std::any_of(without.begin(), without.end(), [&](const std::string& name) {
      return name == "all" || name == each.name;
    });
    if (off || !each.applies(*comparison->test) || !each.apply(comparison)) continue;
    used->push_back(each.name);
    difference = Compare(*comparison);
  }
  return difference;
}

}  // namespace headwater::conformance
