// Normalisations of columns and their sources.

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "normalisation_steps.h"
#include "sql_words.h"

namespace headwater::conformance {

using v1::Dataset;
using v1::StatementLineage;

namespace {

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

// Whether an expression has one of these names: an alias may be what is compared with a constant.
bool NamesOneOf(const std::string& expression, const std::set<std::string>& names) {
  const std::set<std::string> words = WordsOf(expression);
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return names.count(word) != 0; });
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

}  // namespace

bool IsRowSet(absl::string_view source) {
  return absl::EndsWith(source, absl::StrCat(".", kRowSet));
}

std::set<std::string> TargetsOf(const Answer& answer) {
  std::set<std::string> result;
  for (const AnswerColumn& column : answer.columns) result.insert(column.target);
  return result;
}

bool CountConditions(Comparison* c) { return CountAsDirect(c, "INDIRECT:CONDITIONAL"); }

bool CountWindowKeys(Comparison* c) { return CountAsDirect(c, "INDIRECT:WINDOW"); }

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

bool DropPartitionTargets(Comparison* c) {
  const std::set<std::string> listed = TargetsOf(c->expected);
  const std::set<std::string> partitions = PartitionTargets(*c);
  return EraseColumns(&c->got.columns, [&](const AnswerColumn& column) {
    if (listed.count(column.target) != 0) return false;
    return c->statement->writes_partition || partitions.count(column.target) != 0;
  });
}

// A column compared with a constant is that constant from there on; so is a column made equal to
// it.
bool DropFoldedConstants(Comparison* c) {
  const std::set<std::string> folded = ColumnsEqualToConstants(c->statement->sql);
  std::map<std::string, const AnswerColumn*> theirs;
  for (const AnswerColumn& column : c->expected.columns) theirs[column.target] = &column;
  return EraseSources(&c->got.columns, [&](const AnswerColumn& column, const SourceName& source) {
    auto expected = theirs.find(column.target);
    // OpenLineage does not list a column that has lost all its sources.
    if (expected == theirs.end()) return IsTyped(*c->test) && folded.count(ColumnOf(source)) != 0;
    if (expected->second->sources.count(source) != 0) return false;
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
    const bool window = wide.size() > 1 || WordsOf(column.expression).count("over") != 0;
    if (!covers || !from_inputs || !window || wide.size() <= column.sources.size()) continue;
    for (auto it = column.sources.begin(); it != column.sources.end();) {
      it = wide.count(it->first) == 0 ? column.sources.erase(it) : std::next(it);
    }
    for (const auto& [source, types] : wide) column.sources[source].insert("DIRECT:WIDE_WINDOW");
    changed = true;
  }
  return changed;
}

// Whether the case, or in a session a statement in front of this one, tells the table's columns.
// LIKE FILE does not, and a table that is dropped has them no more: the reference lost the CREATE
// behind it, because it names a path.
bool ColumnsAreTold(const Comparison& c, const std::string& table) {
  bool told = c.test->schema.FindTable(table) != nullptr;
  for (const Statement& statement : c.test->statements) {
    if (&statement == c.statement) break;
    const std::set<std::string> words = WordsOf(statement.sql);
    if (words.count("table") == 0 || words.count(ColumnOf(table)) == 0) continue;
    if (words.count("drop") != 0) told = false;
    if (words.count("create") != 0 && !(words.count("like") != 0 && words.count("file") != 0))
      told = true;
  }
  return told;
}

// The reference tells a target's columns in the order of their names, so those of a table whose
// columns the case does not tell can only be matched by their sources.
bool MatchColumnsOfUnknownTarget(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::INSERT})) return false;
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
    if (ColumnsAreTold(*c, table)) continue;
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

bool GiveUpViewColumns(Comparison* c) {
  if (c->test->session || !c->compares_columns) return false;
  c->compares_columns = false;
  return true;
}

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

// Hive finds out that a query has no rows (WHERE false, LIMIT 0) and answers with constants.
bool DropAllOfEmptyQuery(Comparison* c) {
  const bool no_source = std::all_of(c->expected.columns.begin(), c->expected.columns.end(),
                                     [](const auto& column) { return column.sources.empty(); });
  if (!no_source || !IsAlwaysEmpty(c->statement->sql)) return false;
  return EraseSources(&c->got.columns, [](const AnswerColumn&, const SourceName&) { return true; });
}

// A column without an alias goes by its text, which each tool writes in its own way.
bool MatchUnnamedColumns(Comparison* c) {
  const std::set<std::string> ours = TargetsOf(c->got);
  const std::set<std::string> theirs = TargetsOf(c->expected);
  std::vector<AnswerColumn*> open;
  for (AnswerColumn& column : c->expected.columns) {
    if (ours.count(column.target) == 0) open.push_back(&column);
  }
  size_t next = 0;
  for (AnswerColumn& column : c->got.columns) {
    if (theirs.count(column.target) != 0 || next == open.size()) continue;
    const std::string& name = open[next]->target;
    if (name.find_first_of(" (+-*/") == std::string::npos) return false;
    column.target = name;
    ++next;
  }
  return next > 0;
}

// Without a schema these references leave an unqualified column of a join without a source;
// Headwater lists every candidate and says so.
bool DropCandidates(Comparison* c) {
  std::map<std::string, const AnswerColumn*> theirs;
  for (const AnswerColumn& column : c->expected.columns) theirs[column.target] = &column;
  return EraseSources(&c->got.columns, [&](const AnswerColumn& column, const SourceName& source) {
    auto expected = theirs.find(column.target);
    return column.candidates.count(source) != 0 && expected != theirs.end() &&
           expected->second->sources.count(source) == 0;
  });
}

bool DropRewrittenLoad(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::LOAD}) || !c->compares_columns) return false;
  c->compares_columns = false;
  for (auto it = c->expected.tables_in.begin(); it != c->expected.tables_in.end();) {
    const bool temporary = absl::EndsWith(*it, "__temp_table_for_load_data__");
    it = temporary ? c->expected.tables_in.erase(it) : std::next(it);
  }
  return true;
}

// SELECT * FROM a table that the case does not describe: its columns cannot be known. Where the
// target's are, each may come from any column of that table.
bool AcceptUnknownStar(Comparison* c) {
  if (!c->compares_columns) return false;
  for (const AnswerColumn& column : c->got.columns) {
    if (ColumnOf(column.target) != "*") continue;
    c->compares_columns = false;
    return true;
  }
  bool changed = false;
  for (const AnswerColumn& ours : c->got.columns) {
    for (AnswerColumn& theirs : c->expected.columns) {
      if (theirs.target != ours.target) continue;
      TypedSources widened;
      for (const auto& [source, types] : theirs.sources) {
        const std::string star = absl::StrCat(TableOf(source), ".*");
        const bool from_star = ours.sources.count(star) != 0;
        changed |= from_star;
        widened[from_star ? star : source] = types;
      }
      theirs.sources = std::move(widened);
    }
  }
  return changed;
}

}  // namespace headwater::conformance
