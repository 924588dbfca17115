// Statements of the syntax tree.

#ifndef HEADWATER_AST_STATEMENT_H_
#define HEADWATER_AST_STATEMENT_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "headwater/ast/node.h"
#include "headwater/ast/query.h"

namespace headwater::ast {

enum class StatementKind : uint8_t {
  kQuery,           // QueryStatement
  kInsert,          // InsertStatement (one or several inserts, see there)
  kCreateTable,     // CreateTableStatement (CTAS and LIKE too)
  kCreateView,      // CreateViewStatement (temporary and materialized too)
  kMerge,           // MergeStatement
  kUpdate,          // UpdateStatement
  kDelete,          // DeleteStatement
  kLoad,            // LoadStatement
  kExport,          // ExportStatement
  kImport,          // ImportStatement
  kDrop,            // DropStatement
  kTruncate,        // TruncateStatement
  kAlter,           // AlterStatement
  kCreateDatabase,  // DatabaseStatement
  kUse,             // UseStatement
  kSet,             // SetStatement
  kCache,           // CacheStatement
  kExplain,         // ExplainStatement
  kOther,           // OtherStatement
};

struct Statement {
  StatementKind kind;
  SourceRange range;

  template <typename T>
  const T& As() const {
    return static_cast<const T&>(*this);
  }
};

struct QueryStatement : Statement {
  const Query* query = nullptr;
  absl::string_view outfile;  // SELECT .. INTO OUTFILE 's3://..'; empty: none
  List<Name> variables;       // DECLARE v DEFAULT (SELECT ..): the session variables it makes
};

enum class InsertMode : uint8_t { kInto, kOverwrite, kReplaceWhere };

struct InsertTarget {
  NamePath table;  // empty: a directory
  absl::string_view
      directory;  // INSERT OVERWRITE [LOCAL] DIRECTORY '..'; may be empty (from OPTIONS)
  bool is_directory = false;
  bool local = false;
  bool by_name = false;  // INSERT INTO t BY NAME
  InsertMode mode = InsertMode::kInto;
  List<Name> columns;
  List<PartitionItem> partition;  // PARTITION (dt = '..', hour)
  List<Name> partition_names;     // Doris: PARTITION (p1, p2)
  bool all_partitions = false;    // Doris: PARTITION (*)
  Name label;                     // Doris: WITH LABEL
  SourceRange range;
};

// One target and the query whose rows it gets. In a multi-insert `query`'s body is a SelectBody
// without FROM of its own: the statement's `from` stands in its place.
struct InsertBranch {
  InsertTarget target;
  const Query* query = nullptr;
};

// INSERT .. query; or Hive's FROM relation INSERT .. SELECT .. [INSERT .. SELECT ..].
struct InsertStatement : Statement {
  const WithClause* with = nullptr;  // before INSERT or FROM
  const Relation* from = nullptr;    // non-null: multi-insert
  List<InsertBranch> branches;       // at least one
};

struct ColumnDefinition {
  Name name;
  absl::string_view type;                     // as in CastExpr; empty where a list has names only
  absl::string_view comment;                  // unquoted
  const Expression* default_value = nullptr;  // DEFAULT, or GENERATED ALWAYS AS
  bool generated = false;
  bool first = false;  // of ALTER: FIRST, the column becomes the table's first
  Name after;          // of ALTER: AFTER c; usually empty
  SourceRange range;
};

struct CreateTableStatement : Statement {
  NamePath name;
  bool temporary = false;
  bool external = false;
  bool if_not_exists = false;
  bool or_replace = false;
  List<ColumnDefinition> columns;
  List<ColumnDefinition> partition_columns;  // Hive: with types; Spark: may be names of `columns`
  NamePath like;                             // CREATE TABLE t LIKE s
  absl::string_view like_file;               // LIKE FILE orc 'path', LIKE PARQUET 'path'
  absl::string_view location;
  absl::string_view comment;
  const Query* query = nullptr;  // AS query
};

struct CreateViewStatement : Statement {
  NamePath name;
  bool temporary = false;  // [GLOBAL] TEMPORARY
  bool materialized = false;
  bool or_replace = false;  // also ALTER VIEW .. AS
  bool if_not_exists = false;
  List<ColumnDefinition> columns;  // names and comments
  absl::string_view comment;
  const Query* query = nullptr;  // null: CREATE TEMPORARY VIEW v USING source
  NamePath on_table;             // Doris' synchronous view made by ALTER; usually empty
};

// a = expr of UPDATE and MERGE. `value` null: DEFAULT.
struct Assignment {
  NamePath target;
  const Expression* value = nullptr;
};

enum class MergeAction : uint8_t { kUpdate, kDelete, kInsert };
enum class MergeMatch : uint8_t { kMatched, kNotMatched, kNotMatchedBySource };

struct MergeClause {
  MergeMatch match = MergeMatch::kMatched;
  const Expression* condition = nullptr;
  MergeAction action = MergeAction::kUpdate;
  bool star = false;             // UPDATE SET *, INSERT *
  List<Assignment> assignments;  // UPDATE
  List<NamePath> columns;        // INSERT (a, b)
  ExpressionList values;         // VALUES (..)
};

struct MergeStatement : Statement {
  const WithClause* with = nullptr;
  NamePath target;
  Name target_alias;
  const Relation* source = nullptr;
  const Expression* on = nullptr;
  List<MergeClause> clauses;
};

struct UpdateStatement : Statement {
  const WithClause* with = nullptr;
  NamePath target;
  Name target_alias;
  List<Assignment> assignments;
  const Relation* from = nullptr;  // UPDATE t SET .. FROM ..
  const Expression* where = nullptr;
};

struct DeleteStatement : Statement {
  const WithClause* with = nullptr;
  NamePath target;
  Name target_alias;
  List<Name> partitions;  // Doris: DELETE FROM t PARTITION p
  const Relation* using_relation = nullptr;
  const Expression* where = nullptr;
};

// LOAD DATA [LOCAL] INPATH 'path' [OVERWRITE] INTO TABLE t [PARTITION ..]
struct LoadStatement : Statement {
  absl::string_view path;
  bool local = false;
  bool overwrite = false;
  NamePath table;
  List<PartitionItem> partition;
};

// EXPORT TABLE t [PARTITION ..] TO 'path'
struct ExportStatement : Statement {
  NamePath table;
  List<PartitionItem> partition;
  List<Name> partition_names;
  absl::string_view path;
};

// IMPORT [EXTERNAL] [TABLE t [PARTITION ..]] FROM 'path'
struct ImportStatement : Statement {
  NamePath table;  // empty: the exported table's own name
  List<PartitionItem> partition;
  absl::string_view path;
};

enum class ObjectKind : uint8_t { kTable, kView, kMaterializedView, kDatabase, kFunction, kOther };

struct DropStatement : Statement {
  ObjectKind object = ObjectKind::kTable;
  NamePath name;
  bool temporary = false;
  bool if_exists = false;
};

struct TruncateStatement : Statement {
  NamePath table;
  List<PartitionItem> partition;
  List<Name> partition_names;
};

enum class AlterAction : uint8_t {
  kAddColumns,         // columns; `after` per column is not kept
  kDropColumns,        // names
  kRenameColumn,       // names[0] to columns[0].name
  kChangeColumn,       // names[0] to columns[0] (its name may be the same)
  kReplaceColumns,     // columns
  kRenameTable,        // new_name
  kSwapTable,          // Doris: REPLACE WITH TABLE new_name [swap = true | false]
  kAddPartition,       // partition, location
  kDropPartition,      // partition or partition_names
  kRenamePartition,    // partition
  kExchangePartition,  // partition, WITH TABLE new_name
  kSetLocation,        // location
  kSetQuery,           // ALTER VIEW v [(columns)] AS query: `query`, `columns`
  kOther,              // `text` is its first words
};

struct AlterStatement : Statement {
  ObjectKind object = ObjectKind::kTable;
  NamePath name;
  AlterAction action = AlterAction::kOther;
  List<ColumnDefinition> columns;
  List<Name> names;
  NamePath new_name;
  bool swap = true;  // kSwapTable
  List<PartitionItem> partition;
  List<Name> partition_names;
  absl::string_view location;
  const Query* query = nullptr;
  absl::string_view text;
  const AlterStatement* next = nullptr;  // further actions on the same object, comma-separated
};

struct DatabaseStatement : Statement {
  NamePath name;
  bool if_not_exists = false;
  absl::string_view location;
  absl::string_view comment;
};

struct UseStatement : Statement {
  NamePath name;         // USE db, USE catalog.db
  bool catalog = false;  // Doris: SWITCH catalog; Spark: SET CATALOG c
};

struct SetStatement : Statement {
  absl::string_view key;    // empty: a bare SET
  absl::string_view value;  // raw text up to the end; empty: a query for the setting
};

struct CacheStatement : Statement {
  NamePath name;
  bool uncache = false;
  bool lazy = false;
  const Query* query = nullptr;  // CACHE TABLE t AS query; null: an existing table
};

struct ExplainStatement : Statement {
  const Statement* statement = nullptr;
};

enum class AssetKind : uint8_t { kTable, kDatabase, kCatalog, kFunction, kFile, kUser, kRole };

// What the statement does to it; kNamed: nothing to its rows.
enum class AssetAccess : uint8_t { kNamed, kRead, kWritten };

// Something that a utility statement names.
struct TouchedAsset {
  AssetKind kind = AssetKind::kTable;
  AssetAccess access = AssetAccess::kNamed;
  NamePath name;  // of one part: a file's path, a user
  SourceRange range;
};

// A utility statement: SHOW, GRANT, ANALYZE, ADD JAR, ... It has no lineage but that of the
// statement it carries.
struct OtherStatement : Statement {
  absl::string_view name;  // "SHOW TABLES", "CREATE FUNCTION", ...: see `headwater dialects`
  List<TouchedAsset> assets;
  List<Name> variables;                // DECLARE: the session variables it makes
  const Statement* carried = nullptr;  // CREATE JOB .. DO INSERT .., DESCRIBE QUERY SELECT ..
  bool runs_carried = false;           // later, as a job does; false: a query is described only
};

}  // namespace headwater::ast

#endif  // HEADWATER_AST_STATEMENT_H_
