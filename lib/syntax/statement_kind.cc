#include "syntax/statement_kind.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "syntax/lookahead.h"
#include "syntax/utility_table.h"

namespace headwater::syntax {
namespace {

bool IsWord(const SqlToken& token) { return token.type == T_IDENTIFIER || IsKeyword(token.type); }

size_t FirstNonWord(const StatementTokens& tokens, size_t i) {
  while (i < tokens.size() && IsWord(tokens.tokens[i])) ++i;
  return i;
}

// Modifiers between CREATE, DROP or ALTER and the kind of object.
bool IsModifier(absl::string_view word) {
  for (absl::string_view modifier :
       {"OR", "REPLACE", "TEMPORARY", "TEMP", "GLOBAL", "LOCAL", "EXTERNAL", "MANAGED",
        "TRANSACTIONAL", "ASYNC", "ASYNCHRONOUS"}) {
    if (absl::EqualsIgnoreCase(word, modifier)) return true;
  }
  return false;
}

// The kinds of object whose statements the grammar has.
bool IsStructuralObject(absl::string_view verb, absl::string_view object) {
  bool relation = absl::EqualsIgnoreCase(object, "TABLE") ||
                  absl::EqualsIgnoreCase(object, "VIEW") ||
                  absl::EqualsIgnoreCase(object, "MATERIALIZED");
  bool database = absl::EqualsIgnoreCase(object, "DATABASE") ||
                  absl::EqualsIgnoreCase(object, "SCHEMA") ||
                  absl::EqualsIgnoreCase(object, "NAMESPACE");
  return relation || (database && !absl::EqualsIgnoreCase(verb, "ALTER"));
}

StatementKindResult Utility(size_t start) { return {false, true, start}; }

StatementKindResult ObjectStatement(absl::string_view script, const StatementTokens& tokens,
                                    size_t start) {
  absl::string_view verb = TokenText(script, tokens, tokens.tokens[start]);
  for (size_t i = start + 1; i < tokens.size() && IsWord(tokens.tokens[i]); ++i) {
    absl::string_view word = TokenText(script, tokens, tokens.tokens[i]);
    if (IsStructuralObject(verb, word)) return {true, true, start};
    if (!IsModifier(word)) return Utility(start);
  }
  return {true, true, start};
}

StatementKindResult KindAt(absl::string_view script, const StatementTokens& tokens, size_t start);

// EXPLAIN EXTENDED SELECT ..; EXPLAIN ANALYZE TABLE t ..: the words between are options if a
// statement follows them.
StatementKindResult ExplainedKind(absl::string_view script, const StatementTokens& tokens,
                                  size_t start) {
  for (size_t i = start + 1; i < tokens.size(); ++i) {
    const SqlToken& token = tokens.tokens[i];
    if (!IsWord(token)) break;
    if (token.type == T_KW_EXPLAIN) continue;  // not by recursion: nothing bounds their number
    absl::string_view word = TokenText(script, tokens, token);
    absl::string_view next = TokenText(script, tokens, tokens.tokens[i + 1]);
    // Options that begin statements, too: ANALYZE TABLE, PLAN REPLAYER.
    bool option =
        (absl::EqualsIgnoreCase(word, "analyze") && tokens.tokens[i + 1].type != T_KW_TABLE) ||
        (absl::EqualsIgnoreCase(word, "plan") && !absl::EqualsIgnoreCase(next, "replayer"));
    if (option || absl::EqualsIgnoreCase(word, "all")) continue;
    if (token.type == T_IDENTIFIER && !BeginsUtilityStatement(word)) continue;
    return KindAt(script, tokens, i);
  }
  if (tokens.size() > start + 1 && tokens.tokens[tokens.size() - 1].type == T_IDENTIFIER)
    return Utility(start);
  size_t first = tokens.size() > start + 1 ? FirstNonWord(tokens, start + 1) : start;
  return {true, false, first};
}

// MySQL's LOAD DATA [LOCAL] INFILE, which Doris has, too.
bool LoadsInfile(absl::string_view script, const StatementTokens& tokens, size_t start) {
  for (size_t i = start + 2; i < tokens.size() && i < start + 4; ++i) {
    if (absl::EqualsIgnoreCase(TokenText(script, tokens, tokens.tokens[i]), "INFILE")) return true;
  }
  return false;
}

StatementKindResult KindAt(absl::string_view script, const StatementTokens& tokens, size_t start) {
  const SqlToken& first = tokens.tokens[start];
  const SqlToken& second = tokens.tokens[std::min<size_t>(start + 1, tokens.size())];
  absl::string_view second_word = TokenText(script, tokens, second);
  auto second_is = [&](absl::string_view word) {
    return absl::EqualsIgnoreCase(second_word, word);
  };
  switch (first.type) {
    case T_KW_CREATE:
    case T_KW_ALTER:
    case T_KW_DROP:
      return ObjectStatement(script, tokens, start);
    case T_KW_REPLACE:  // Hive: REPLACE ACTIVE RESOURCE PLAN
      if (second_is("RESOURCE") || second_is("ACTIVE")) return Utility(start);
      return {true, true, start};
    case T_KW_TRUNCATE:
    case T_KW_EXPORT:
    case T_KW_IMPORT:
    case T_KW_USE:
    case T_KW_SWITCH:
      return {true, true, start};
    case T_KW_LOAD:
      if (second_is("DATA") && !LoadsInfile(script, tokens, start)) return {true, true, start};
      return Utility(start);
    case T_KW_CACHE:
    case T_KW_UNCACHE:
      if (second_is("TABLE") || second_is("LAZY")) return {true, true, start};
      return Utility(start);
    case T_KW_EXPLAIN:
      return ExplainedKind(script, tokens, start);
    case T_KW_DESC:
      return Utility(start);
    case T_KW_SELECT:
    case T_KW_WITH:
    case T_KW_FROM:
    case T_KW_INSERT:
    case T_KW_MERGE:
    case T_KW_UPDATE:
    case T_KW_DELETE:
    case T_KW_VALUES:
    case T_KW_SET:
    case T_KW_DECLARE:
    case T_KW_EXECUTE:
    case T_KW_TABLE:
    case T_KW_MAP:
    case T_KW_REDUCE:
    case T_LPAREN:
      return {true, false, start};
    default:
      break;
  }
  if (!IsWord(first)) return {true, false, start};
  absl::string_view word = TokenText(script, tokens, first);
  if (BeginsUtilityStatement(word)) return Utility(start);
  return {true, false, start};
}

}  // namespace

StatementKindResult FindStatementKind(absl::string_view script, const StatementTokens& tokens) {
  return KindAt(script, tokens, 0);
}

}  // namespace headwater::syntax
