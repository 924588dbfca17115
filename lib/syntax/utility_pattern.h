// The notation of the utility statements' syntax, and the program it is compiled to.
//
// SHOW, GRANT, ANALYZE, CREATE USER, BACKUP, ... are hundreds of statements, each of its own shape,
// none with lineage. In the LL(1) grammar each of their words would be a keyword that must be told
// from a name everywhere. Here each is one line of a table (lib/syntax/utility/*.def):
//
//   HEADWATER_UTILITY("SHOW TABLES", "", "SHOW TABLES [(FROM | IN) <database>] [[LIKE] <string>]")
//
// that is: what the statement is called, since which version of the engine (empty: all that
// Headwater reads), and its syntax:
//
//   WORD             this word in any case, never in quotes
//   ','  '='  '('    this symbol
//   <table>          a hole: one of kHoles below; a path a.b.c, a string, an expression, ...
//   <table:read>     the same, said to be read by the statement (or :written)
//   {part}           the syntax of HEADWATER_UTILITY_PART("part", "..") of the same file
//   [a b]            optional
//   (a | b)          one of them
//   a#   a*   a+     one or more with commas between; any number; one or more
//
// Words come before names: where both could stand, the matcher follows both ways at once, so that
// SHOW PARTITIONS partitions needs no care. A pattern begins with words.

#ifndef HEADWATER_LIB_SYNTAX_UTILITY_PATTERN_H_
#define HEADWATER_LIB_SYNTAX_UTILITY_PATTERN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "headwater/ast/statement.h"

namespace headwater::syntax {

// What stands in a hole.
enum class Hole : uint8_t {
  kName,          // one name
  kPath,          // a.b.c, of anything that is no asset
  kTable,         // a path
  kDatabase,      // a path
  kCatalog,       // a name
  kFunction,      // a path
  kFunctionName,  // a name without a database: a temporary function's
  kUser,          // a name or a string
  kRole,          // a name or a string
  kColumn,        // a path
  kText,          // a name or a string
  kWord,          // any word, reserved ones too, or a quoted name
  kString,
  kFile,  // a string: a path of files
  kNumber,
  kValue,       // a constant: 'x', -1.5, TRUE, DATE '2024-01-01'
  kExpression,  // operands and operators, brackets in balance, no comma outside them
  kQuery,       // to the end, or to the words behind it
  kStatement,   // the same, of any kind
  kType,        // array<struct<a:int>>, decimal(10, 2)
  kGroup,       // '(' .. ')' with anything inside
};

struct HoleInfo {
  absl::string_view word;      // in the notation
  absl::string_view expected;  // in messages
};
const HoleInfo& GetHole(Hole hole);

struct PatternInstruction {
  enum class Op : uint8_t {
    kWord,        // argument: index of the word
    kSymbol,      // argument: token type
    kHole,        // argument: Hole; `access`
    kMoreUnits,   // one more token or group of an expression; `argument` != 0: commas too
    kEndOfUnits,  // the expression may end here
    kSplit,       // goes on at `next` and at `other`
    kMatch,       // argument: index of the statement
  };
  Op op = Op::kMatch;
  ast::AssetAccess access = ast::AssetAccess::kNamed;
  uint32_t argument = 0;
  uint32_t next = 0;
  uint32_t other = 0;
};

// The statements of one dialect as one program.
struct PatternProgram {
  std::vector<PatternInstruction> code;
  std::vector<std::string> words;                       // upper case, by index
  absl::flat_hash_map<std::string, uint32_t> word_ids;  // the other way
  // By index of a word: the instructions that begin with it, in the order of the table.
  std::vector<std::vector<uint32_t>> starts;
};

// Compiles the patterns of one table. Each AddStatement() is one line of it.
class PatternCompiler {
 public:
  // Both texts must outlive the compiler.
  void AddPart(absl::string_view name, absl::string_view pattern);
  // InvalidArgument: a mistake of notation, with its place.
  absl::Status AddStatement(absl::string_view pattern, uint32_t statement);
  // Ends the work; the compiler is empty afterwards.
  PatternProgram Finish();

 private:
  friend class PatternReader;
  uint32_t Emit(PatternInstruction instruction);
  uint32_t WordId(absl::string_view word);

  PatternProgram program_;
  absl::flat_hash_map<std::string, absl::string_view> parts_;
  std::vector<uint32_t> entries_;  // where each statement's code begins
};

}  // namespace headwater::syntax

#endif  // HEADWATER_LIB_SYNTAX_UTILITY_PATTERN_H_
