// Normalisations of the tables that are read and written, and which cases each is for.

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

// "default.t" for "x.t" where the text has only "t": the case does not tell that USE x came before.
bool RenameToSessionDatabase(const std::set<std::string>& words, const std::string& database,
                             const std::set<std::string>& expected, std::set<std::string>* got) {
  bool changed = false;
  for (const std::string& theirs : expected) {
    if (words.count(TableOf(theirs)) != 0 || got->count(theirs) != 0) continue;
    if (got->erase(absl::StrCat(database, ".", ColumnOf(theirs))) == 0) continue;
    got->insert(theirs);
    changed = true;
  }
  return changed;
}

}  // namespace

bool IsHive(const Case& test) { return test.meaning == Meaning::kHive; }

bool IsTyped(const Case& test) { return test.meaning == Meaning::kTyped; }

bool IsReferences(const Case& test) { return test.meaning == Meaning::kAllReferences; }

bool IsHiveOrReferences(const Case& test) { return IsHive(test) || IsReferences(test); }

bool IsNotHive(const Case& test) { return !IsHive(test); }

bool IsAny(const Case&) { return true; }

bool ListsReferences(const Case& test) { return IsReferences(test) || IsTyped(test); }

bool ListsNoRowSets(const Case& test) {
  return !IsHive(test) && !absl::StartsWith(test.line.file->source, "kyuubi");
}

bool NotInText(const Case& test) {
  return test.HasTag("input_not_in_text") || test.HasTag("mv_in_session");
}

bool ReadsView(const Case& test) { return test.HasTag("reads_view"); }

bool IsHiveEngine(const Case& test) {
  return IsHive(test) || (IsTyped(test) && test.dialect == "hive");
}

bool IsDorisPlan(const Case& test) {
  return absl::StartsWith(test.line.file->source, "doris-shape");
}

bool IsKyuubi(const Case& test) { return absl::StartsWith(test.line.file->source, "kyuubi"); }

bool IsKind(const Comparison& c, std::initializer_list<StatementLineage::Kind> kinds) {
  for (const StatementLineage& lineage : c.result->lineages) {
    if (std::find(kinds.begin(), kinds.end(), lineage.kind()) != kinds.end()) return true;
  }
  return false;
}

// Whether the statement reads its target for more than finding the rows to change is not told.
bool DropTargetAsInput(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::UPDATE, StatementLineage::DELETE, StatementLineage::MERGE})) {
    return false;
  }
  bool changed = false;
  for (const std::string& output : c->got.tables_out) {
    if (c->expected.tables_in.count(output) == 0) changed |= c->got.tables_in.erase(output) != 0;
  }
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
    if (words.count(ColumnOf(*it)) == 0 && c->got.tables_in.count(*it) == 0) {
      it = c->expected.tables_in.erase(it);
      changed = true;
    } else {
      ++it;
    }
  }
  return changed;
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
      AnswerColumn& added = whole.columns.emplace_back();
      added.target = column.target;
      added.sources = std::move(resolved);
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

// A column that an unlisted statement kind reads or writes.
bool DropTablesOfDdl(Comparison* c) {
  if (!IsKind(*c, {StatementLineage::CREATE_TABLE, StatementLineage::CREATE_TABLE_LIKE,
                   StatementLineage::DROP, StatementLineage::ALTER_TABLE,
                   StatementLineage::ALTER_VIEW, StatementLineage::TRUNCATE})) {
    return false;
  }
  bool changed = c->expected.tables_out != c->got.tables_out;
  // DataHub lists the columns that a table is made with.
  changed |= EraseColumns(&c->expected.columns,
                          [](const AnswerColumn& column) { return column.sources.empty(); });
  c->got.tables_out = c->expected.tables_out;
  return changed;
}

// In a replayed session every view is known, so an input that the text does not name and no view
// of ours leads to was chosen by the engine: a materialised view instead of the tables behind it,
// what a row filter policy reads, the tables behind a view of the system.
bool DropChosenInputs(Comparison* c) {
  if (!c->test->session) return false;
  const std::set<std::string> words = WordsOf(c->statement->sql);
  bool changed = false;
  for (auto it = c->expected.tables_in.begin(); it != c->expected.tables_in.end();) {
    const std::string database = TableOf(*it);
    const bool named =
        words.count(ColumnOf(*it)) != 0 && (database != "sys" || words.count(database) != 0);
    const bool keep = named || c->got.tables_in.count(*it) != 0;
    it = keep ? std::next(it) : c->expected.tables_in.erase(it);
    changed |= !keep;
  }
  return changed;
}

// A materialised view holds data, so Hive does not look through it.
bool DropBehindMaterializedViews(Comparison* c) {
  const auto materialized = [](const Dataset& input) {
    return input.kind() == Dataset::MATERIALIZED_VIEW;
  };
  const auto& lineages = c->result->lineages;
  const bool reads_one = std::any_of(lineages.begin(), lineages.end(), [&](const auto& lineage) {
    return std::any_of(lineage.inputs().begin(), lineage.inputs().end(), materialized);
  });
  if (!reads_one) return false;
  const std::set<std::string> words = WordsOf(c->statement->sql);
  bool changed = false;
  for (auto it = c->got.tables_in.begin(); it != c->got.tables_in.end();) {
    const bool keep = words.count(ColumnOf(*it)) != 0 || c->expected.tables_in.count(*it) != 0;
    it = keep ? std::next(it) : c->got.tables_in.erase(it);
    changed |= !keep;
  }
  return changed;
}

bool DropViews(Comparison* c) {
  bool changed = false;
  for (const StatementLineage& lineage : c->result->lineages) {
    for (const Dataset& input : lineage.inputs()) {
      const std::string name = c->test->names.Table(input.name());
      if (input.kind() != Dataset::VIEW || c->expected.tables_in.count(name) != 0) continue;
      changed |= c->got.tables_in.erase(name) != 0;
    }
  }
  return changed;
}

bool DropInputsThatOnlyFilter(Comparison* c) {
  std::set<std::string> give_values;
  for (const AnswerColumn& column : c->got.columns) {
    for (const auto& [source, types] : column.sources) give_values.insert(TableOf(source));
  }
  bool changed = false;
  for (auto it = c->got.tables_in.begin(); it != c->got.tables_in.end();) {
    const bool keep = give_values.count(*it) != 0 || c->expected.tables_in.count(*it) != 0;
    it = keep ? std::next(it) : c->got.tables_in.erase(it);
    changed |= !keep;
  }
  return changed;
}

bool MatchBareTableNames(Comparison* c) {
  bool changed = false;
  for (const std::string& theirs : c->expected.tables_in) {
    if (!TableOf(theirs).empty() || c->got.tables_in.count(theirs) != 0) continue;
    for (const std::string& ours : c->got.tables_in) {
      if (ColumnOf(ours) != theirs) continue;
      c->got.tables_in.erase(std::string(ours));
      c->got.tables_in.insert(theirs);
      changed = true;
      break;
    }
  }
  return changed;
}

bool AcceptSessionDatabase(Comparison* c) {
  if (c->test->session || c->statement->compares_columns) return false;
  const std::set<std::string> words = WordsOf(c->statement->sql);
  const std::string& database = c->test->names.default_database;
  const bool in =
      RenameToSessionDatabase(words, database, c->expected.tables_in, &c->got.tables_in);
  const bool out =
      RenameToSessionDatabase(words, database, c->expected.tables_out, &c->got.tables_out);
  return in || out;
}

}  // namespace headwater::conformance
