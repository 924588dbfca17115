#include "syntax/statement_kind.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "syntax/lookahead.h"

namespace headwater::syntax {
namespace {

// Statements known by their first word that have no lineage. A two-word entry asks for both.
constexpr absl::string_view kOtherStatements[] = {
    "ABORT",        "ADMIN",   "ANALYZE",  "APPLY",    "BACKUP",   "BEGIN",       "CALL",
    "CANCEL",       "CLEAN",   "CLEAR",    "COMMENT",  "COMMIT",   "COPY",        "DEALLOCATE",
    "DECLARE",      "DESC",    "DESCRIBE", "DISABLE",  "ENABLE",   "EXECUTE",     "FETCH",
    "FSCK",         "GET",     "GRANT",    "HANDLER",  "HELP",     "INSTALL",     "KILL",
    "LIST",         "LOCK",    "MSCK",     "OPTIMIZE", "PAUSE",    "PREPARE",     "PURGE",
    "PUT",          "REBUILD", "RECOVER",  "REFRESH",  "RELEASE",  "RELOAD",      "REMOVE",
    "REPAIR",       "REPL",    "RESET",    "RESTORE",  "RESUME",   "REVOKE",      "ROLLBACK",
    "SAVEPOINT",    "SHOW",    "START",    "STOP",     "SYNC",     "TRANSACTION", "UNINSTALL",
    "UNLOCK",       "UNSET",   "VACUUM",   "WARM",     "UNDROP",   "BUILD",       "OPEN",
    "CLOSE",        "IF",      "WHILE",    "LOOP",     "REPEAT",   "FOR",         "LEAVE",
    "ITERATE",      "SIGNAL",  "CONVERT",  "GENERATE", "LISTEN",   "REORG",       "TRANSACTIONS",
    "DELIMITER",    "EXIT",    "QUIT",     "BINLOG",   "CHECKSUM", "DO",          "FLUSH",
    "ALTER_SYSTEM",
};

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

// "CREATE FUNCTION" as a constant that outlives the statement.
absl::string_view ObjectStatementName(absl::string_view verb, absl::string_view object) {
  static constexpr absl::string_view kNames[] = {
      "CREATE FUNCTION",
      "CREATE MACRO",
      "CREATE INDEX",
      "CREATE ROLE",
      "CREATE USER",
      "CREATE RESOURCE",
      "CREATE CATALOG",
      "CREATE REPOSITORY",
      "CREATE ROUTINE",
      "CREATE JOB",
      "CREATE POLICY",
      "CREATE WORKLOAD",
      "CREATE FILE",
      "CREATE ENCRYPTKEY",
      "CREATE SQL_BLOCK_RULE",
      "CREATE SCHEDULED",
      "CREATE STAGE",
      "CREATE STORAGE",
      "CREATE DICTIONARY",
      "CREATE REMOTE",
      "CREATE CLUSTER",
      "CREATE DATACONNECTOR",
      "CREATE AGGREGATE",
      "CREATE TABLES",
      "CREATE ALIAS",
      "CREATE ROW",
      "CREATE INVERTED",
      "CREATE VARIABLE",
      "CREATE PROCEDURE",
      "CREATE SYNC",
      "DROP FUNCTION",
      "DROP MACRO",
      "DROP INDEX",
      "DROP ROLE",
      "DROP USER",
      "DROP RESOURCE",
      "DROP CATALOG",
      "DROP REPOSITORY",
      "DROP JOB",
      "DROP POLICY",
      "DROP WORKLOAD",
      "DROP FILE",
      "DROP ENCRYPTKEY",
      "DROP SQL_BLOCK_RULE",
      "DROP SCHEDULED",
      "DROP STAGE",
      "DROP STORAGE",
      "DROP DICTIONARY",
      "DROP DATACONNECTOR",
      "DROP STATS",
      "DROP ROW",
      "DROP VARIABLE",
      "DROP PROCEDURE",
      "DROP ANALYZE",
      "DROP CACHED",
      "DROP EXPIRED",
      "DROP REMOTE",
      "DROP STREAMING",
      "DROP COMPUTE",
      "DROP INVERTED",
      "ALTER DATABASE",
      "ALTER SCHEMA",
      "ALTER NAMESPACE",
      "ALTER INDEX",
      "ALTER ROLE",
      "ALTER USER",
      "ALTER RESOURCE",
      "ALTER CATALOG",
      "ALTER REPOSITORY",
      "ALTER ROUTINE",
      "ALTER JOB",
      "ALTER POLICY",
      "ALTER WORKLOAD",
      "ALTER SYSTEM",
      "ALTER SQL_BLOCK_RULE",
      "ALTER SCHEDULED",
      "ALTER STORAGE",
      "ALTER COLOCATE",
      "ALTER DATACONNECTOR",
      "ALTER STREAMING",
      "ALTER DICTIONARY",
      "ALTER COMPUTE",
  };
  for (absl::string_view name : kNames) {
    if (absl::StartsWithIgnoreCase(name, verb) && name.size() == verb.size() + 1 + object.size() &&
        absl::EndsWithIgnoreCase(name, object)) {
      return name;
    }
  }
  if (absl::EqualsIgnoreCase(verb, "CREATE")) return "CREATE";
  return absl::EqualsIgnoreCase(verb, "DROP") ? "DROP" : "ALTER";
}

StatementKindResult ObjectStatement(absl::string_view script, const StatementTokens& tokens,
                                    size_t start) {
  absl::string_view verb = TokenText(script, tokens, tokens.tokens[start]);
  for (size_t i = start + 1; i < tokens.size() && IsWord(tokens.tokens[i]); ++i) {
    absl::string_view word = TokenText(script, tokens, tokens.tokens[i]);
    if (IsStructuralObject(verb, word)) return {true, true, start, {}};
    if (!IsModifier(word)) return {false, true, start, ObjectStatementName(verb, word)};
  }
  return {true, true, start, {}};
}

absl::string_view OtherStatementName(absl::string_view word) {
  for (absl::string_view name : kOtherStatements) {
    if (absl::EqualsIgnoreCase(word, name)) return name;
  }
  return {};
}

StatementKindResult KindAt(absl::string_view script, const StatementTokens& tokens, size_t start);

// EXPLAIN EXTENDED SELECT ..; EXPLAIN ANALYZE TABLE t ..: the words between are options if a
// statement follows them.
StatementKindResult ExplainedKind(absl::string_view script, const StatementTokens& tokens,
                                  size_t start) {
  for (size_t i = start + 1; i < tokens.size(); ++i) {
    const SqlToken& token = tokens.tokens[i];
    if (!IsWord(token)) break;
    bool analyze_option = absl::EqualsIgnoreCase(TokenText(script, tokens, token), "analyze") &&
                          tokens.tokens[i + 1].type != T_KW_TABLE;
    if (analyze_option || absl::EqualsIgnoreCase(TokenText(script, tokens, token), "all")) continue;
    if (token.type == T_IDENTIFIER && OtherStatementName(TokenText(script, tokens, token)).empty())
      continue;
    StatementKindResult inner = KindAt(script, tokens, i);
    if (!inner.structural) inner.name = "EXPLAIN";
    return inner;
  }
  if (tokens.size() > start + 1 && tokens.tokens[tokens.size() - 1].type == T_IDENTIFIER)
    return {false, true, start, "EXPLAIN"};
  return {true, false, tokens.size() > start + 1 ? FirstNonWord(tokens, start + 1) : start, {}};
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
    case T_KW_REPLACE:
    case T_KW_TRUNCATE:
    case T_KW_EXPORT:
    case T_KW_IMPORT:
    case T_KW_USE:
    case T_KW_SWITCH:
      return {true, true, start, {}};
    case T_KW_LOAD:
      if (second_is("DATA")) return {true, true, start, {}};
      return {false, true, start, "LOAD"};
    case T_KW_CACHE:
    case T_KW_UNCACHE:
      if (second_is("TABLE") || second_is("LAZY")) return {true, true, start, {}};
      return {false, true, start, "CACHE"};
    case T_KW_EXPLAIN:
      return ExplainedKind(script, tokens, start);
    case T_KW_DESC:
      return {false, true, start, "DESCRIBE"};
    case T_KW_END:
    case T_KW_ELSE:
    case T_KW_CASE:
    case T_KW_WHEN:
      return {false, true, start, "SQL BLOCK"};
    case T_KW_SELECT:
    case T_KW_WITH:
    case T_KW_FROM:
    case T_KW_INSERT:
    case T_KW_MERGE:
    case T_KW_UPDATE:
    case T_KW_DELETE:
    case T_KW_VALUES:
    case T_KW_TABLE:
    case T_KW_MAP:
    case T_KW_REDUCE:
    case T_LPAREN:
      return {true, false, start, {}};
    default:
      break;
  }
  if (!IsWord(first)) return {true, false, start, {}};
  absl::string_view name = OtherStatementName(TokenText(script, tokens, first));
  return {name.empty(), !name.empty(), start, name};
}

}  // namespace

StatementKindResult FindStatementKind(absl::string_view script, const StatementTokens& tokens) {
  return KindAt(script, tokens, 0);
}

}  // namespace headwater::syntax
