// Rules of the dialects' parsers that a grammar for all of them does not tell: which clauses
// exclude each other, what a literal's text may be, which names are types. What breaks one is an
// error of code "rule".

#include <re2/re2.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "syntax/ast_builder.h"
#include "syntax/literal_rules.h"
#include "syntax/syntax_trial.h"
#include "syntax/type_rules.h"

namespace headwater::syntax {

// --- literals and types -------------------------------------------------------------------------

void AstBuilder::CheckTypedLiteral(const ast::LiteralExpr& literal) {
  if (dialect_ != Dialect::kSpark) return;
  std::string why = WhyNoLiteral(literal.type, literal.text);
  if (!why.empty()) Refuse(literal.range, std::move(why));
}

void AstBuilder::CheckInterval(Grammar::IntervalLiteralContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  std::vector<IntervalPart> parts;
  bool negative = false;
  const SqlToken* last = context->Last();
  for (const SqlToken* token = context->value->First(); token <= last; ++token) {
    if ((token->flags & SqlToken::kHasTemplate) != 0) return;
    if (token->type == T_INTERVAL_SIGN || token->type == T_MINUS || token->type == T_PLUS) {
      negative = token->type != T_PLUS;
      continue;
    }
    if (token->type == T_ZONE_WORD) {
      if (!parts.empty() && token + 1 <= last) parts.back().to_unit = TextOf(++token);
    } else if (token->type == T_INTERVAL_UNIT) {
      if (!parts.empty()) parts.back().unit = TextOf(token);
    } else if (token->type == T_NUMBER || token->type == T_STRING) {
      parts.push_back({TextOf(token), token->type == T_STRING, {}, {}, negative});
      negative = false;
    } else {
      return;  // an expression
    }
  }
  std::string why = WhyNoInterval(parts);
  if (!why.empty()) Refuse(RangeOf(context), std::move(why));
}

void AstBuilder::CheckType(const SqlToken* first, const SqlToken* last, bool one_word) {
  if (dialect_ == Dialect::kDoris || (first->flags & SqlToken::kHasTemplate)) return;
  bool has_arguments = first < last && first[1].type != T_IDENTIFIER;
  std::string why = WhyNoType(dialect_, TextOf(first), has_arguments);
  if (why.empty() && !one_word) {
    // INTERVAL DAY, TIMESTAMP WITHOUT TIME ZONE
    if (absl::EqualsIgnoreCase(TextOf(first), "interval") ||
        absl::StartsWithIgnoreCase(TextOf(first), "time")) {
      return;
    }
    bool precision = dialect_ == Dialect::kHive &&
                     absl::EqualsIgnoreCase(TextOf(first), "double") &&
                     absl::EqualsIgnoreCase(TextOf(last), "precision");
    if (!precision)
      why = absl::StrCat(JoinTokens(first, last), " is no type of ", DialectName(dialect_));
  }
  if (!why.empty()) Refuse({first->begin, last->end}, std::move(why));
}

// --- queries ------------------------------------------------------------------------------------

void AstBuilder::CheckCommonTables(const std::vector<Grammar::CommonTableContext*>& tables) {
  if (dialect_ != Dialect::kSpark) return;
  for (size_t i = 1; i < tables.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (!absl::EqualsIgnoreCase(TextOf(tables[i]->name), TextOf(tables[k]->name))) continue;
      Refuse({tables[i]->name->begin, tables[i]->name->end},
             absl::StrCat("WITH has two tables of the name ", TextOf(tables[i]->name)));
      break;
    }
  }
}

// ORDER BY sorts all rows, the others within a partition: Spark takes one or the other.
void AstBuilder::CheckTail(Grammar::QueryTailContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  const Grammar::TailClauseContext* order = nullptr;
  for (const Grammar::TailClauseContext* clause : context->clauses) {
    if (clause->First()->type != T_KW_ORDER) continue;
    if (order != nullptr) Refuse(RangeOf(clause), "ORDER BY stands twice");
    order = clause;
  }
  const Grammar::TailClauseContext* cluster = nullptr;
  const Grammar::TailClauseContext* other = nullptr;
  for (const Grammar::TailClauseContext* clause : context->clauses) {
    if (clause->cluster != nullptr) cluster = clause;
    if (clause->sort != nullptr || clause->distribute != nullptr) other = clause;
  }
  const Grammar::TailClauseContext* second = other != nullptr ? other : cluster;
  if (second == nullptr || (order == nullptr && (cluster == nullptr || other == nullptr))) return;
  Refuse(RangeOf(second), order != nullptr
                              ? "ORDER BY stands without SORT BY, DISTRIBUTE BY and CLUSTER BY"
                              : "CLUSTER BY stands without SORT BY and DISTRIBUTE BY");
}

void AstBuilder::CheckJoin(Grammar::JoinSuffixContext* context, bool natural, bool cross) {
  if (natural && (cross || !context->conditions.empty())) {
    Refuse(RangeOf(context),
           cross ? "a join is NATURAL or CROSS, not both" : "a NATURAL JOIN has no condition");
  }
  if (context->conditions.size() > 1) {
    Refuse(RangeOf(context->conditions[1]), "a join has one condition",
           "write each ON behind its own JOIN, or put the inner join in parentheses");
  }
}

// WINDOW w AS v: v is a window with a definition of its own.
void AstBuilder::CheckWindows(const std::vector<Grammar::NamedWindowContext*>& windows) {
  if (dialect_ != Dialect::kSpark) return;
  for (const Grammar::NamedWindowContext* window : windows) {
    if (window->base == nullptr) continue;
    bool defined = std::any_of(windows.begin(), windows.end(), [&](auto* other) {
      return other->base == nullptr &&
             absl::EqualsIgnoreCase(TextOf(other->name), TextOf(window->base));
    });
    if (defined) continue;
    Refuse({window->base->begin, window->base->end},
           absl::StrCat("no window ", TextOf(window->base),
                        " is defined by PARTITION BY or ORDER BY"));
  }
}

void AstBuilder::CheckWindowSpec(Grammar::WindowSpecContext* context) {
  if (dialect_ != Dialect::kHive || context->order == nullptr || context->partition == nullptr)
    return;
  bool partition = false;
  bool sort = false;
  for (const SqlToken* token = context->First(); token < context->order->First(); ++token) {
    if (token->type == T_KW_PARTITION) partition = true;
    if (token[0].type == T_KW_SORT && token + 2 == context->order->First()) sort = true;
  }
  bool order = !sort;
  if (partition == order) return;
  Refuse(RangeOf(context), "PARTITION BY goes with ORDER BY, DISTRIBUTE BY with SORT BY");
}

// The rows of an inline table are of one width.
void AstBuilder::CheckRows(const ast::ValuesBody& values, Grammar::RelationAliasContext* alias) {
  if (dialect_ != Dialect::kSpark || values.rows.empty()) return;
  size_t width = values.rows[0].size();
  for (const ast::ExpressionList& row : values.rows) {
    if (row.size() == width || row.empty()) continue;
    Refuse({row.front()->range.begin, row.back()->range.end},
           absl::StrCat("this row of VALUES has ", row.size(), " values, the first has ", width));
    return;
  }
  size_t names = alias == nullptr || alias->columns == nullptr ? 0 : alias->columns->names.size();
  if (names != 0 && names != width) {
    Refuse(RangeOf(alias), absl::StrCat("VALUES has ", width, " columns, its alias names ", names));
  }
}

// (10 PERCENT), (5 ROWS), (BUCKET 1 OUT OF 4 [ON c])
void AstBuilder::CheckSample(Grammar::TableSampleContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  const SqlToken* first = context->First() + 2;  // behind TABLESAMPLE and its parenthesis
  const SqlToken* last = first;
  while (last->type != T_RPAREN && last < context->Last()) ++last;
  auto is = [&](const SqlToken* token, absl::string_view word) {
    return token < last && absl::EqualsIgnoreCase(TextOf(token), word);
  };
  double value = 0;
  double other = 0;
  if (is(last - 1, "percent") && first < last - 1) {
    bool negative = first->type == T_MINUS;
    bool number = absl::SimpleAtod(TextOf(first + (negative ? 1 : 0)), &value);
    if (number && (value > 100 || (negative && value > 0)))
      Refuse(RangeOf(context), "a sample has 0 to 100 percent of the rows");
  } else if (is(first, "bucket")) {
    bool numbers = first + 4 < last && absl::SimpleAtod(TextOf(first + 1), &value) &&
                   absl::SimpleAtod(TextOf(first + 4), &other);
    if (numbers && value > other)
      Refuse(RangeOf(context), "there is no bucket of that number", "buckets count from 1");
  } else if (!is(last - 1, "rows") || first == last) {
    Refuse(RangeOf(context), "a sample is of PERCENT, ROWS or a BUCKET",
           "write TABLESAMPLE (10 PERCENT)");
  }
}

// TRANSFORM (a AS b): the script sees no names. Spark's scripts end lines in \n only.
void AstBuilder::CheckTransform(Grammar::TupleItemsContext* arguments,
                                Grammar::ScriptClauseContext* script) {
  for (const Grammar::NamedExpressionContext* argument : arguments->items) {
    if (argument->alias == nullptr) continue;
    Refuse({argument->alias->begin, argument->alias->end}, "an argument of TRANSFORM has no alias");
  }
  if (dialect_ != Dialect::kSpark) return;
  for (const SqlToken* token = script->First(); token + 3 <= script->Last(); ++token) {
    if (!absl::EqualsIgnoreCase(TextOf(token), "lines") || token[1].type != T_KW_TERMINATED)
      continue;
    if (token[3].type == T_STRING && TextOf(token + 3) != "\n")
      Refuse({token->begin, token[3].end}, "lines end in '\\n' only");
  }
}

void AstBuilder::CheckCall(const ast::CallExpr& call) {
  if (dialect_ != Dialect::kSpark || call.arguments.size() != 3) return;
  const ast::Expression* unit = call.arguments[0];
  if (unit->kind != ast::ExpressionKind::kLiteral ||
      unit->As<ast::LiteralExpr>().literal_kind != ast::LiteralKind::kString)
    return;
  for (absl::string_view name : {"timestampadd", "timestampdiff", "dateadd", "date_add", "datediff",
                                 "date_diff", "timediff"}) {
    if (!absl::EqualsIgnoreCase(call.name.back().text, name)) continue;
    Refuse(unit->range, absl::StrCat("the unit of ", name, " is a word, not a string"),
           absl::StrCat("write ", unit->As<ast::LiteralExpr>().text, " without quotes"));
  }
}

// NAME, NAME(a, b.c), NAME(1) with commas between
void AstBuilder::CheckHint(const SqlToken* hint) {
  if (dialect_ != Dialect::kSpark) return;
  static const re2::RE2 kHints(
      R"((?is)\s*,?\s*(?:[\w.`]+\s*(?:\(\s*[^\s,()+*/]+(?:\s*,\s*[^\s,()+*/]+)*\s*\))?\s*,?\s*)*)");
  absl::string_view text = TextOf(hint);
  // Only the plain kind is known for sure: names, numbers and strings without blanks.
  bool quoted = absl::StrContains(text, '\'') || absl::StrContains(text, '"');
  if (quoted || re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), kHints)) return;
  Refuse({hint->begin, hint->end}, "this is no hint",
         "write the name and in parentheses its arguments, with commas between");
}

// AGGREGATE has plain keys and at least one of keys and aggregates.
void AstBuilder::CheckPipeAggregate(Grammar::PipeOperationContext* context) {
  if (context->items.empty() && context->groupBy == nullptr)
    Refuse(RangeOf(context), "AGGREGATE has neither an aggregate nor GROUP BY");
  for (const SqlToken* token = context->First(); token <= context->Last(); ++token) {
    if (token->type == T_KW_OVER)
      Refuse({token->begin, token->end}, "AGGREGATE has no window function", "EXTEND has");
    if (token->type != T_IDENTIFIER || token[1].type != T_LPAREN) continue;
    for (absl::string_view name : {"grouping", "grouping_id", "rollup", "cube"}) {
      if (absl::EqualsIgnoreCase(TextOf(token), name))
        Refuse({token->begin, token->end}, absl::StrCat("AGGREGATE has no ", TextOf(token)));
    }
  }
  if (context->groupBy == nullptr) return;
  bool plain = context->groupBy->all == nullptr && context->groupBy->sets == nullptr &&
               context->groupBy->withGrouping == nullptr;
  for (const Grammar::GroupItemContext* item : context->groupBy->items)
    plain &= item->sets == nullptr && item->Last() != item->First() + 1;  // GROUP BY ()
  if (!plain) Refuse(RangeOf(context->groupBy), "AGGREGATE groups by plain keys only");
}

// A pipe sorts or limits, one after the other.
void AstBuilder::CheckPipeTail(Grammar::QueryTailContext* context) {
  bool limits = false;
  bool sorts = false;
  for (const Grammar::TailClauseContext* clause : context->clauses) {
    bool limit = clause->limit != nullptr || clause->offset != nullptr ||
                 clause->First()->type == T_KW_LIMIT;
    (limit ? limits : sorts) = true;
  }
  if (limits && sorts) {
    Refuse(RangeOf(context), "a pipe has ORDER BY or LIMIT, not both", "put |> between them");
  }
}

void AstBuilder::CheckWindowNames(size_t first, const ast::List<ast::NamedWindow>& windows) {
  auto defined = [&](const ast::Name& name) {
    return std::any_of(windows.begin(), windows.end(), [&](const ast::NamedWindow& window) {
      return absl::EqualsIgnoreCase(window.name.text, name.text);
    });
  };
  for (size_t i = first; i < window_names_.size() && !windows.empty(); ++i) {
    if (dialect_ == Dialect::kSpark && !defined(window_names_[i]))
      Refuse(window_names_[i].range, absl::StrCat("WINDOW defines no ", window_names_[i].text));
  }
  window_names_.resize(std::min(first, window_names_.size()));
}

// Doris groups by plain keys or by one ROLLUP, CUBE or list of GROUPING SETS.
void AstBuilder::CheckGroupBy(Grammar::GroupByClauseContext* context) {
  if (dialect_ != Dialect::kDoris || context->items.size() < 2) return;
  for (const Grammar::GroupItemContext* item : context->items) {
    const SqlToken* first = item->First();
    absl::string_view word = TextOf(first);
    bool call = first->type == T_IDENTIFIER && first[1].type == T_LPAREN;
    if (item->sets != nullptr || (call && (absl::EqualsIgnoreCase(word, "rollup") ||
                                           absl::EqualsIgnoreCase(word, "cube")))) {
      Refuse(RangeOf(item), "ROLLUP, CUBE and GROUPING SETS stand alone in GROUP BY");
      return;
    }
  }
}

// v, session.v, system.session.v
void AstBuilder::CheckTemporaryName(const ast::NamePath& name) {
  const size_t parts = name.size();
  if (parts == 1) return;
  const bool session =
      absl::EqualsIgnoreCase(name[parts - 2].text, "session") &&
      (parts == 2 || (parts == 3 && absl::EqualsIgnoreCase(name[0].text, "system")));
  if (session) return;
  Refuse({name[0].range.begin, name[parts - 1].range.end}, "a temporary view is in no database",
         "write its name without one");
}

// EXECUTE IMMEDIATE 'SELCT 1': what is known before it runs is said before it runs.
void AstBuilder::CheckExecuted(const SqlToken* text) {
  // Longer ones are written by programs. A quote within quotes doubles, so that few fit in each
  // other.
  constexpr size_t kLongestExecuted = size_t{64} << 10;
  if (text->type != T_STRING ||
      (text[1].type != kEndOfStatement && text[1].type != T_KW_INTO && text[1].type != T_KW_USING))
    return;
  const absl::string_view statement = TextOf(text);
  if (statement.size() > kLongestExecuted || TryParse(statement, dialect_, Variables({})).parsed)
    return;
  Refuse({text->begin, text->end}, "the string is no statement of Spark",
         "run it on its own to see where it fails");
}

// SET TIME ZONE LOCAL, 'Asia/Shanghai', INTERVAL 8 HOURS, INTERVAL '08:30' HOUR TO MINUTE
void AstBuilder::CheckTimeZone(absl::string_view zone, ast::SourceRange range) {
  static const re2::RE2 kZone(R"((?is)\s*(local|'[^']*'|"[^"]*")\s*)");
  static const re2::RE2 kInterval(
      R"((?is)\s*interval\s*[+-]?\s*['"]?[+-]?(\d+)(?:['"]?\s+hours?(?:\s+['"]?\d+['"]?\s+minutes?)?|:\d+(?::\d+)?['"]\s+hour\s+to\s+(?:minute|second))\s*)");
  re2::StringPiece text(zone.data(), zone.size());
  int hours = 0;
  if (re2::RE2::FullMatch(text, kZone) ||
      (re2::RE2::FullMatch(text, kInterval, &hours) && hours <= 18)) {
    return;
  }
  Refuse(range, "this is no time zone",
         "write SET TIME ZONE LOCAL, 'Asia/Shanghai' or INTERVAL 8 HOURS (at most 18)");
}

// --- tables -------------------------------------------------------------------------------------

namespace {

// What a clause of CREATE TABLE is called where it may stand once only; empty: as often as you
// like.
absl::string_view ClauseName(const SqlToken* first) {
  switch (first->type) {
    case T_KW_COMMENT:
      return "COMMENT";
    case T_KW_LOCATION:
      return "LOCATION";
    case T_KW_TBLPROPERTIES:
      return "TBLPROPERTIES";
    case T_KW_OPTIONS:
      return "OPTIONS";
    case T_KW_PARTITIONED:
      return "PARTITIONED BY";
    case T_KW_CLUSTERED:
      return "CLUSTERED BY";
    case T_KW_CLUSTER:
      return "CLUSTER BY";
    case T_KW_ROW:
      return "ROW FORMAT";
    case T_KW_STORED:
      return "STORED AS";
    case T_KW_USING:
      return "USING";
    default:
      return {};
  }
}

}  // namespace

void AstBuilder::CheckTableClauses(const std::vector<Grammar::TableClauseContext*>& clauses) {
  auto find = [&](absl::string_view name, const Grammar::TableClauseContext* before) {
    const Grammar::TableClauseContext* found = nullptr;
    for (const Grammar::TableClauseContext* clause : clauses) {
      if (clause == before) break;
      if (ClauseName(clause->First()) == name) found = clause;
    }
    return found;
  };
  if (dialect_ != Dialect::kSpark) return;
  for (const Grammar::TableClauseContext* clause : clauses) {
    absl::string_view name = ClauseName(clause->First());
    if (!name.empty() && find(name, clause) != nullptr)
      Refuse(RangeOf(clause), absl::StrCat(name, " stands twice"));
    if (clause->First()->type == T_KW_SKEWED)
      Refuse(RangeOf(clause), "SKEWED BY is read, but refused, by Spark");
    if (name == "STORED AS" && clause->First()[1].type == T_KW_BY)
      Refuse(RangeOf(clause), "STORED BY is read, but refused, by Spark");
    CheckPartitionColumns(clause);
    CheckOptions(clause);
  }
  struct Exclusion {
    absl::string_view clause;
    absl::string_view other;
  };
  constexpr Exclusion kExclusions[] = {{"USING", "STORED AS"},
                                       {"USING", "ROW FORMAT"},
                                       {"CLUSTER BY", "PARTITIONED BY"},
                                       {"CLUSTER BY", "CLUSTERED BY"}};
  for (const Exclusion& exclusion : kExclusions) {
    const auto* clause = find(exclusion.clause, nullptr);
    const auto* other = find(exclusion.other, nullptr);
    if (clause == nullptr || other == nullptr) continue;
    Refuse(
        RangeOf(std::max(clause, other, [](auto* a, auto* b) { return a->First() < b->First(); })),
        absl::StrCat("a table has ", exclusion.clause, " or ", exclusion.other, ", not both"));
  }
  CheckRowFormat(find("ROW FORMAT", nullptr), find("STORED AS", nullptr));
}

// PARTITIONED BY (a, b) names columns of the table, PARTITIONED BY (a int, b int) adds some.
void AstBuilder::CheckPartitionColumns(const Grammar::TableClauseContext* clause) {
  bool typed = false;
  bool named = false;
  for (const Grammar::PartitionColumnContext* column : clause->partitions)
    (column->columnType != nullptr ? typed : named) = true;
  if (typed && named) {
    Refuse(RangeOf(clause), "PARTITIONED BY has columns with types or without, not both");
  }
}

// OPTIONS (password): a key without a value is of DESCRIBE and UNSET only.
void AstBuilder::CheckOptions(const Grammar::TableClauseContext* clause) {
  const SqlToken* first = clause->First();
  if (first->type != T_KW_OPTIONS && first->type != T_KW_TBLPROPERTIES) return;
  const SqlToken* last = clause->Last();
  const SqlToken* item = first + 2;  // behind the parenthesis
  bool value = false;
  for (const SqlToken* token = item; token <= last; ++token) {
    if (token == last || token->type == T_COMMA) {
      if (!value && token > item) Refuse({item->begin, token[-1].end}, "this key has no value");
      item = token + 1;
      value = false;
    } else if (token > item && token->type != T_DOT && token->type != T_NAME_DOT &&
               token[-1].type != T_DOT && token[-1].type != T_NAME_DOT) {
      value = true;
    }
  }
}

// Which ROW FORMAT a STORED AS goes with, as Spark's reference has it.
void AstBuilder::CheckRowFormat(const Grammar::TableClauseContext* format,
                                const Grammar::TableClauseContext* stored) {
  if (format == nullptr || stored == nullptr || stored->First()[1].type != T_KW_AS) return;
  const SqlToken* file = stored->First() + 2;
  if (file->type == T_KW_INPUTFORMAT) return;
  auto is = [&](absl::string_view name) { return absl::EqualsIgnoreCase(TextOf(file), name); };
  bool serde = format->First()[2].type == T_KW_SERDE;
  bool fits = is("textfile") || (serde && (is("sequencefile") || is("rcfile")));
  if (fits) return;
  Refuse(RangeOf(format), absl::StrCat("ROW FORMAT ", serde ? "SERDE" : "DELIMITED",
                                       " does not go with STORED AS ", TextOf(file)));
}

void AstBuilder::CheckColumn(const Grammar::ColumnDefinitionContext* context) {
  if (context->name[1].type == T_COLON) {
    Refuse({context->name[1].begin, context->name[1].end},
           "a column's name and type have no ':' between them");
  }
  if (dialect_ != Dialect::kSpark) return;
  std::vector<absl::string_view> seen;
  for (const Grammar::ColumnOptionContext* option : context->options) {
    absl::string_view name;
    if (option->comment != nullptr) name = "COMMENT";
    if (option->defaultValue != nullptr) name = "DEFAULT";
    if (option->generated != nullptr) name = "GENERATED";
    int type = option->First()->type;
    if (type == T_NOT_OF_COLUMN) name = "NOT NULL";
    if (type == T_KW_FIRST || type == T_KW_AFTER) name = "a column's position";
    if (name.empty()) continue;
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      Refuse(RangeOf(option), absl::StrCat(name, " stands twice"));
    seen.push_back(name);
  }
}

// GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2)
void AstBuilder::CheckIdentity(const Grammar::ColumnDefinitionContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  for (const Grammar::ColumnOptionContext* option : context->options) {
    if (option->generated == nullptr || option->generatedValue != nullptr) continue;
    int starts = 0;
    int increments = 0;
    bool stands_still = false;
    for (const SqlToken* token = option->First(); token <= option->Last(); ++token) {
      if (token->type != T_IDENTIFIER) continue;
      if (absl::EqualsIgnoreCase(TextOf(token), "start")) ++starts;
      if (!absl::EqualsIgnoreCase(TextOf(token), "increment")) continue;
      ++increments;
      stands_still |= token + 2 <= option->Last() && TextOf(token + 2) == "0";
    }
    if (starts > 1 || increments > 1)
      Refuse(RangeOf(option),
             absl::StrCat(starts > 1 ? "START WITH" : "INCREMENT BY", " stands twice"));
    if (stands_still) Refuse(RangeOf(option), "an identity column does not increment by 0");
    absl::string_view type =
        context->columnType == nullptr ? absl::string_view() : TextOf(context->columnType->First());
    bool whole = false;
    for (absl::string_view name : {"bigint", "long", "int", "integer"})
      whole |= absl::EqualsIgnoreCase(type, name);
    if (!whole) Refuse(RangeOf(context), "an identity column is of type BIGINT or INT");
  }
}

void AstBuilder::CheckAlterColumn(Grammar::AlterActionContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  if (context->alteredTo != nullptr) {
    const SqlToken* word = context->alteredTo->word;
    if (word != nullptr && !absl::EqualsIgnoreCase(TextOf(word), "type"))
      Refuse({word->begin, word->end},
             absl::StrCat("found '", TextOf(word), "', expected TYPE, COMMENT, SET or DROP"));
    return;
  }
  const SqlToken* old_name = context->changed->Last();
  const SqlToken* new_name = context->changedTo->name;
  bool type_word = absl::EqualsIgnoreCase(TextOf(new_name), "type");
  if (type_word || absl::EqualsIgnoreCase(TextOf(old_name), TextOf(new_name))) return;
  Refuse({new_name->begin, new_name->end}, "CHANGE COLUMN gives no new name in Spark",
         absl::StrCat("write RENAME COLUMN ", TextOf(old_name), " TO ", TextOf(new_name)));
}

// REPLACE COLUMNS (a int FIRST): it makes all columns anew, in the order of the list.
void AstBuilder::CheckReplacedColumns(Grammar::TableElementsContext* context) {
  if (dialect_ != Dialect::kSpark) return;
  for (const Grammar::TableElementContext* element : context->items) {
    if (element->column == nullptr) continue;
    for (const Grammar::ColumnOptionContext* option : element->column->options) {
      int type = option->First()->type;
      if (type == T_KW_FIRST || type == T_KW_AFTER || type == T_NOT_OF_COLUMN)
        Refuse(RangeOf(option),
               "a column of REPLACE COLUMNS has a name, a type and a comment only");
    }
  }
}

}  // namespace headwater::syntax
