// From syntax trees to lineage.

#ifndef HEADWATER_ANALYZER_H_
#define HEADWATER_ANALYZER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "headwater/dialect.h"
#include "headwater/parser.h"
#include "headwater/schema.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater {

struct AnalyzeOptions {
  Dialect dialect = Dialect::kSpark;

  // Qualifies names that have no database until a USE statement; empty: such names stay bare.
  std::string default_database;

  // False: temporary tables and views of the script, and cached queries, are looked through to
  // the tables behind them. True: they are datasets of their own.
  bool keep_temporary = false;

  // True: a view whose query is known is looked through to its base tables; the view itself stays
  // an input of kind VIEW.
  bool expand_views = false;

  // False leaves ColumnLineage.expression empty.
  bool expression_text = true;

  // Column sources of one statement, the sum over its output columns. Past it the statement keeps
  // its table lineage and gets a diagnostic with code "limit". A 1,000-column table built from
  // 1,000-column expressions reaches a million.
  size_t max_sources = size_t{1} << 22;
};

namespace analyze {
class AnalyzerImpl;
}  // namespace analyze

// Analyzes the statements of one script in order and carries what they change: the current
// database, temporary views, tables created, altered, renamed and dropped. Make one for each
// script. Not thread-safe; different analyzers may share one schema provider.
class Analyzer {
 public:
  // `schema` may be null (nothing is known) and must outlive the analyzer. `text` is the
  // script's text, for positions; it must outlive the analyzer, too.
  Analyzer(absl::string_view text, const SchemaProvider* schema, AnalyzeOptions options);
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  // The lineage of one parsed statement. A statement with a syntax error yields kind INVALID and
  // its diagnostics. Never fails: what cannot be known is said by certainty and diagnostics.
  // `index` counts from 0 with each call.
  v1::StatementLineage Analyze(const ParsedStatement& statement);

  // The same, into a message that the caller may have put into a protobuf arena or reuses.
  void Analyze(const ParsedStatement& statement, v1::StatementLineage* lineage);

 private:
  std::unique_ptr<analyze::AnalyzerImpl> impl_;
};

}  // namespace headwater

#endif  // HEADWATER_ANALYZER_H_
