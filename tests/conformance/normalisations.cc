#include "normalisations.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "sql_words.h"

namespace headwater::conformance {
namespace {

using v1::Dataset;
using v1::StatementLineage;

bool IsHive(const Case& test) { return test.meaning == Meaning::kHive; }
bool IsTyped(const Case& test) { return test.meaning == Meaning::kTyped; }
bool IsReferences(const Case& test) { return test.meaning == Meaning::kAllReferences; }
bool IsHiveOrReferences(const Case& test) { return IsHive(test) || IsReferences(test); }
bool IsNotHive(const Case& test) { return !IsHive(test); }
bool IsAny(const Case&) { return true; }

bool ListsReferences(const Case& test) { return IsReferences(test) || IsTyped(test); }

bool IsKind(const Comparison& c, std::initializer_list<StatementLineage::Kind> kinds) {
  for (const StatementLineage& lineage : c.result->lineages) {
    if (std::find(kinds.begin(), kinds.end(), lineage.kind()) != kinds.end()) return true;
  }
  return false;
}

bool IsRowSet(absl::string_view source) {
  return absl::EndsWith(source, absl::StrCat(".", kRowSet));
}

// Makes sources of an indirect type count like direct ones.
bool CountAsDirect(Comparison* c, absl::string_view type) {
  bool changed = false;
  for (AnswerColumn& column : c->got.columns) {
    for (auto& [source, types] : column.sources) {
      if (types.count(std::string(type)) == 0) continue;
      changed |= types.insert(absl::StrCat("DIRECT:", type)).second;
    }
  }
  return changed;
}

bool CountConditions(Comparison* c) { return CountAsDirect(c, "INDIRECT:CONDITIONAL"); }
bool CountWindowKeys(Comparison* c) { return CountAsDirect(c, "INDIRECT:WINDOW"); }

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

bool DropRowSets(Comparison* c) {
  bool changed = EraseSources(&c->got.columns, [](const AnswerColumn&, const SourceName& source) {
    return IsRowSet(source);
  });
  for (auto it = c->got.influences.begin(); it != c->got.influences.end();) {
    if (IsRowSet(it->first)) {
      it = c->got.influences.erase(it);
      changed = true;
    } else {
      ++it;
    }
  }
  return changed;
}

bool ListsNoRowSets(const Case& test) {
  return !IsHive(test) && !absl::StartsWith(test.line.file->source, "kyuubi");
}

std::set<std::string> TargetsOf(const Answer& answer) {
  std::set<std::string> result;
  for (const AnswerColumn& column : answer.columns) result.insert(column.target);
  return result;
}

bool DropUnlistedColumnsWithoutSource(Comparison* c) {
  const std::set<std::string> listed = TargetsOf(c->expected);
  return EraseColumns(&c->got.columns, [&](const AnswerColumn& column) {
    return listed.count(column.target) == 0 && column.sources.empty();
  });
}

bool MergeTargets(Comparison* c) {
  std::vector<AnswerColumn> merged;
  for (AnswerColumn& column : c->got.columns) {
    auto known = std::find_if(merged.begin(), merged.end(), [&](const AnswerColumn& other) {
      return other.target == column.target;
    });
    if (known == merged.end()) {
      merged.push_back(std::move(column));
      continue;
    }
    for (auto& [source, types] : column.sources) {
      known->sources[source].insert(types.begin(), types.end());
    }
  }
  const bool changed = merged.size() != c->got.columns.size();
  c->got.columns = std::move(merged);
  return changed;
}

// Partition columns of the outputs, as the statement names them.
std::set<std::string> PartitionTargets(const Comparison& c) {
  std::set<std::string> result;
  for (const std::string& name : PartitionedNames(c.statement->sql)) {
    for (const std::string& table : c.got.tables_out) {
      result.insert(absl::StrCat(table, ".", name));
    }
  }
  for (const StatementLineage& lineage : c.result->lineages) {
    for (const Dataset& output : lineage.outputs()) {
      for (const v1::Partition& partition : output.partitions()) {
        result.insert(absl::AsciiStrToLower(
            absl::StrCat(c.test->names.Table(output.name()), ".", partition.column())));
      }
    }
    for (const v1::Change& change : lineage.changes()) {
      for (const v1::Column& column : change.columns()) {
        if (!column.partition()) continue;
        result.insert(absl::AsciiStrToLower(
            absl::StrCat(c.test->names.Table(change.dataset()), ".", column.name())));
      }
    }
  }
  return result;
}

bool DropPartitionTargets(Comparison* c) {
  const std::set<std::string> listed = TargetsOf(c->expected);
  const std::set<std::string> partitions = PartitionTargets(*c);
  return EraseColumns(&c->got.columns, [&](const AnswerColumn& column) {
    if (listed.count(column.target) != 0) return false;
    return c->statement->writes_partition || partitions.count(column.target) != 0;
  });
}

// Whether an expression has one of these names: an alias may be what is compared with a constant.
bool NamesOneOf(const std::string& expression, const std::set<std::string>& names) {
  const std::set<std::string> words = WordsOf(expression);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return names.count(word) != 0; });
}

// A column compared with a constant is that constant from there on; so is a column made equal to
// it.
bool DropFoldedConstants(Comparison* c) {
  const std::set<std::string> folded = ColumnsEqualToConstants(c->statement->sql);
  std::map<std::string, const AnswerColumn*> theirs;
  for (const AnswerColumn& column : c->expected.columns) theirs[column.target] = &column;
  return EraseSources(&c->got.columns, [&](const AnswerColumn& column, const SourceName& source) {
    auto expected = theirs.find(column.target);
    if (expected == theirs.end() || expected->second->sources.count(source) != 0) return false;
    return folded.count(ColumnOf(source)) != 0 || NamesOneOf(column.expression, folded);
  });
}

// Before HIVE-28695 a window function depends on every column that reaches its operator.
bool AcceptWideWindows(Comparison* c) {
  if (!HasWord(c->statement->sql, "over")) return false;
  std::map<std::string, const AnswerColumn*> theirs;
  for (const AnswerColumn& column : c->expected.columns) theirs[column.target] = &column;
  bool changed = false;
  for (AnswerColumn& column : c->got.columns) {
    auto expected = theirs.find(column.target);
    if (expected == theirs.end()) continue;
    const TypedSources& wide = expected->second->sources;
    const bool covers =
        std::all_of(column.sources.begin(), column.sources.end(), [&](const auto& source) {
          return wide.count(source.first) != 0 || IsRowSet(source.first);
        });
    const bool from_inputs = std::all_of(wide.begin(), wide.end(), [&](const auto& source) {
      return c->got.tables_in.count(TableOf(source.first)) != 0;
    });
    if (!covers || !from_inputs || wide.size() < 2 || wide.size() <= column.sources.size())
      continue;
    for (auto it = column.sources.begin(); it != column.sources.end();) {
      it = wide.count(it->first) == 0 ? column.sources.erase(it) : std::next(it);
    }
    for (const auto& [source, types] : wide) column.sources[source].insert("DIRECT:WIDE_WINDOW");
    changed = true;
  }
  return changed;
}

// Whether `ours` less what folding takes is `theirs`.
bool SameButFolded(const AnswerColumn& ours, const AnswerColumn& theirs,
                   const std::set<std::string>& folded) {
  for (const auto& [source, types] : theirs.sources) {
    if (ours.sources.count(source) == 0) return false;
  }
  return std::all_of(ours.sources.begin(), ours.sources.end(), [&](const auto& source) {
    return theirs.sources.count(source.first) != 0 || folded.count(ColumnOf(source.first)) != 0;
  });
}

// The reference tells a target's columns in the order of their names, so those of a table whose
// columns the case does not tell can only be matched by their sources.
bool MatchColumnsOfUnknownTarget(Comparison* c) {
  if (c->test->session || !IsKind(*c, {StatementLineage::INSERT})) return false;
  const std::set<std::string> folded = ColumnsEqualToConstants(c->statement->sql);
  std::vector<bool> taken(c->got.columns.size(), false);
  std::vector<const AnswerColumn*> open;
  for (const AnswerColumn& column : c->expected.columns) {
    size_t i = 0;
    while (i < taken.size() && (taken[i] || c->got.columns[i].target != column.target)) ++i;
    if (i < taken.size())
      taken[i] = true;
    else
      open.push_back(&column);
  }
  bool changed = false;
  for (const AnswerColumn* column : open) {
    const std::string table = TableOf(column->target);
    if (c->test->schema.FindTable(table) != nullptr) continue;
    for (size_t i = 0; i < taken.size(); ++i) {
      AnswerColumn& candidate = c->got.columns[i];
      if (taken[i] || TableOf(candidate.target) != table) continue;
      if (!SameButFolded(candidate, *column, folded)) continue;
      candidate.target = column->target;
      taken[i] = changed = true;
      break;
    }
  }
  return changed;
}

// A plan for several DISTINCT aggregates loses the argument on the way to the reducer.
bool AcceptLostDistinct(Comparison* c) {
  if (!HasWord(c->statement->sql, "distinct")) return false;
  bool changed = false;
  for (AnswerColumn& theirs : c->expected.columns) {
    for (const AnswerColumn& ours : c->got.columns) {
      if (ours.target != theirs.target || ours.expression.find("DISTINCT") == std::string::npos) {
        continue;
      }
      for (const auto& [source, types] : ours.sources) {
        const std::string rows = absl::StrCat(TableOf(source), ".", kRowSet);
        if (IsRowSet(source) || theirs.sources.erase(rows) == 0) continue;
        theirs.sources[source] = types;
        changed = true;
      }
    }
  }
  return changed;
}

// SELECT * FROM a table that the case does not describe.
bool GiveUpUnknownStar(Comparison* c) {
  if (c->test->session || !c->compares_columns) return false;
  const bool open =
      std::any_of(c->got.columns.begin(), c->got.columns.end(), [](const auto& column) {
        return ColumnOf(column.target) == "*" || ColumnOf(column.target).empty();
      });
  if (open) c->compares_columns = false;
  return open;
}

bool AddTargetAsInput(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::UPDATE, StatementLineage::DELETE, StatementLineage::MERGE})) {
    return false;
  }
  const size_t before = c->got.tables_in.size();
  c->got.tables_in.insert(c->got.tables_out.begin(), c->got.tables_out.end());
  return c->got.tables_in.size() != before;
}

// The engine rewrites whole rows, so a column that is not assigned is a copy of itself, and one
// assigned in some rows only is a copy of itself in the others.
bool DropSelfCopies(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::UPDATE, StatementLineage::DELETE, StatementLineage::MERGE})) {
    return false;
  }
  const std::set<std::string> assigned = TargetsOf(c->got);
  const auto is_self = [](const AnswerColumn& column, const SourceName& source) {
    return column.target == source;
  };
  bool changed = EraseSources(&c->expected.columns, is_self);
  changed |= EraseSources(&c->got.columns, is_self);
  changed |= EraseColumns(&c->expected.columns, [&](const AnswerColumn& column) {
    return column.sources.empty() && assigned.count(column.target) == 0;
  });
  return changed;
}

// Hive writes the target's row ids to a table of its own to find rows that match twice.
bool DropCardinalityCheck(Comparison* c) {
  const auto is_check = [](const std::string& table) {
    return absl::EndsWith(table, ".merge_tmp_table");
  };
  bool changed = false;
  for (auto it = c->expected.tables_out.begin(); it != c->expected.tables_out.end();) {
    if (is_check(*it)) {
      it = c->expected.tables_out.erase(it);
      changed = true;
    } else {
      ++it;
    }
  }
  changed |= EraseColumns(&c->expected.columns, [&](const AnswerColumn& column) {
    return is_check(TableOf(column.target));
  });
  return changed;
}

// A view's definition is not in a single statement's schema: its base tables cannot be known, nor
// where its columns come from.
bool DropTablesNotInText(Comparison* c) {
  if (c->test->session) return false;
  const std::set<std::string> words = WordsOf(c->statement->sql);
  bool changed = false;
  for (auto it = c->expected.tables_in.begin(); it != c->expected.tables_in.end();) {
    if (words.count(ColumnOf(*it)) == 0) {
      it = c->expected.tables_in.erase(it);
      changed = true;
    } else {
      ++it;
    }
  }
  return changed;
}

bool NotInText(const Case& test) {
  return test.HasTag("input_not_in_text") || test.HasTag("mv_in_session");
}

bool GiveUpViewColumns(Comparison* c) {
  if (c->test->session || !c->compares_columns) return false;
  c->compares_columns = false;
  return true;
}

bool ReadsView(const Case& test) { return test.HasTag("reads_view"); }

bool DropTemporarySources(Comparison* c) {
  std::set<std::string> temporary;
  for (const StatementLineage& lineage : c->result->lineages) {
    for (const Dataset& input : lineage.inputs()) {
      if (input.kind() == Dataset::TEMPORARY) temporary.insert(c->test->names.Table(input.name()));
    }
  }
  if (temporary.empty()) return false;
  return EraseSources(&c->got.columns, [&](const AnswerColumn&, const SourceName& source) {
    return temporary.count(TableOf(source)) != 0;
  });
}

bool DropAnalyzedTable(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::OTHER})) return false;
  if (c->result->lineages.front().statement_name().rfind("ANALYZE", 0) != 0) return false;
  const bool changed = !c->expected.tables_in.empty() || !c->expected.tables_out.empty();
  c->expected.tables_in.clear();
  c->expected.tables_out.clear();
  return changed;
}

// Replaces sources that an earlier statement of the same text made by what they are made of.
bool JoinStatements(Comparison* c) {
  const auto& lineages = c->result->lineages;
  if (lineages.size() < 2) return false;
  std::map<std::string, TypedSources> made;  // column -> its sources
  Answer whole;
  std::set<std::string> read;
  for (const StatementLineage& lineage : lineages) {
    Answer one;
    AddLineage(lineage, c->test->names, c->test->with_paths, &one);
    for (AnswerColumn& column : one.columns) {
      TypedSources resolved;
      for (const auto& [source, types] : column.sources) {
        auto it = made.find(source);
        if (it == made.end())
          resolved[source].insert(types.begin(), types.end());
        else
          resolved.insert(it->second.begin(), it->second.end());
      }
      made[column.target] = resolved;
      whole.columns.push_back({column.target, std::move(resolved)});
    }
    for (const std::string& table : one.tables_in) {
      read.insert(table);
      if (whole.tables_out.count(table) == 0) whole.tables_in.insert(table);
    }
    whole.tables_out.insert(one.tables_out.begin(), one.tables_out.end());
  }
  for (const std::string& table : read) whole.tables_out.erase(table);
  EraseColumns(&whole.columns,
               [&](const AnswerColumn& column) { return read.count(TableOf(column.target)) != 0; });
  c->got = std::move(whole);
  return true;
}

// A join key "is not null" behind an inner join, which Hive's optimiser writes as a filter.
bool DropInferredNotNull(Comparison* c) {
  bool changed = false;
  for (auto& [source, types] : c->expected.influences) {
    if (types.count("INDIRECT:JOIN") == 0) continue;
    auto ours = c->got.influences.find(source);
    if (ours != c->got.influences.end() && ours->second.count("INDIRECT:FILTER") != 0) continue;
    changed |= types.erase("INDIRECT:FILTER") != 0;
  }
  return changed;
}

// OpenLineage's Hive hook keeps IDENTITY for a branch of CASE that is a bare column; its Spark
// listener, and Headwater, call it TRANSFORMATION.
bool DropIdentityOfBranches(Comparison* c) {
  bool changed = false;
  for (AnswerColumn& column : c->expected.columns) {
    const bool conditional = std::any_of(
        column.sources.begin(), column.sources.end(),
        [](const auto& source) { return source.second.count("INDIRECT:CONDITIONAL") != 0; });
    if (!conditional) continue;
    for (auto& [source, types] : column.sources) {
      if (types.erase("DIRECT:IDENTITY") == 0) continue;
      types.insert("DIRECT:TRANSFORMATION");
      changed = true;
    }
  }
  return changed;
}

bool DropPathColumns(Comparison* c) {
  const auto is_path = [](const AnswerColumn& column) {
    return absl::StartsWith(column.target, "/") ||
           (!column.sources.empty() && absl::StartsWith(column.sources.begin()->first, "/"));
  };
  bool changed = EraseColumns(&c->expected.columns, is_path);
  if (changed) EraseColumns(&c->got.columns, is_path);
  return changed;
}

// A column that an unlisted statement kind reads or writes.
bool DropTablesOfDdl(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::CREATE_TABLE, StatementLineage::CREATE_TABLE_LIKE,
                   StatementLineage::DROP, StatementLineage::ALTER_TABLE,
                   StatementLineage::ALTER_VIEW, StatementLineage::TRUNCATE})) {
    return false;
  }
  const bool changed = c->expected.tables_out != c->got.tables_out;
  c->got.tables_out = c->expected.tables_out;
  return changed;
}

// "?.c": the reference does not say which table, ours may say more.
bool AcceptUnknownTable(Comparison* c) {
  std::map<std::string, AnswerColumn*> ours;
  for (AnswerColumn& column : c->got.columns) ours[column.target] = &column;
  bool changed = false;
  for (AnswerColumn& column : c->expected.columns) {
    TypedSources known;
    for (auto& [source, types] : column.sources) {
      auto got = ours.find(column.target);
      if (!absl::StartsWith(source, "?.") || got == ours.end()) {
        known[source] = types;
        continue;
      }
      changed = true;
      for (const auto& [candidate, unused] : got->second->sources) {
        if (ColumnOf(candidate) == ColumnOf(source)) known[candidate];
      }
    }
    column.sources = std::move(known);
  }
  return changed;
}

constexpr Normalisation kNormalisations[] = {
    {"conditions-are-sources",
     "Every column an expression names is listed alike; Headwater keeps conditions apart "
     "(INDIRECT CONDITIONAL).",
     IsHiveOrReferences, CountConditions},
    {"window-keys-are-sources", "The same for the keys of a window (INDIRECT WINDOW).",
     IsHiveOrReferences, CountWindowKeys},
    {"row-sets-unlisted", "Only Hive and Kyuubi say that count(*) counts a table's rows.",
     ListsNoRowSets, DropRowSets},
    {"columns-without-source-unlisted",
     "Columns that are constants, or count(*), are not listed by these references.",
     ListsReferences, DropUnlistedColumnsWithoutSource},
    {"unknown-target",
     "The case does not tell the columns of an INSERT's target (changed by ALTER, made LIKE "
     "another "
     "table): its columns are matched by their sources.",
     IsHive, MatchColumnsOfUnknownTarget},
    {"unknown-star", "The case does not tell the columns of a table whose star is selected.", IsAny,
     GiveUpUnknownStar},
    {"merged-targets",
     "Hive merges several inserts into one table (its partitions) into one entry for each column.",
     IsHive, MergeTargets},
    {"partition-columns-unlisted",
     "Hive lists no dynamic partition column; its value is in the partition's name.", IsHive,
     DropPartitionTargets},
    {"folded-constants",
     "Hive's answer is taken after constant folding: behind WHERE key = 1 the column is the "
     "constant and has no source. The text says otherwise, and so does Headwater.",
     IsHive, DropFoldedConstants},
    {"wide-windows",
     "Before HIVE-28695 a window function's sources were all columns of its operator.", IsHive,
     AcceptWideWindows},
    {"lost-distinct",
     "In a plan for several DISTINCT aggregates Hive loses an aggregate's argument and reports the "
     "row set.",
     IsHive, AcceptLostDistinct},
    {"target-is-input",
     "UPDATE, DELETE and MERGE read their target; references differ in whether it is "
     "listed as an input.",
     IsAny, AddTargetAsInput},
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
