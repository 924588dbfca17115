// Lineage as text for people and for other programs.
//
//   headwater::RenderOptions options;
//   options.level = headwater::Level::kTable;
//   std::string out = headwater::RenderScript(lineage, sql, headwater::Format::kText, options);
//
// Large scripts are rendered one statement at a time by a Renderer; graphs are collected by a
// LineageGraph. Nothing here prints, throws or keeps what it was given.

#ifndef HEADWATER_RENDER_H_
#define HEADWATER_RENDER_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "headwater/dialect.h"
#include "headwater/schema.h"
#include "headwater/v1/lineage.pb.h"

namespace headwater {

enum class Level : uint8_t {
  kTable,   // datasets to datasets
  kColumn,  // columns to columns, and the columns that choose the rows
};

enum class Format : uint8_t {
  kText,         // for eyes: aligned, `<-` is value flow, `<~` is influence
  kJson,         // one v1.ScriptLineage a line, in protobuf's JSON mapping, snake_case names
  kCsv,          // RFC 4180, one edge a row; see CsvHeader()
  kOpenLineage,  // one OpenLineage JobEvent a line for each statement that writes something
  kDot,          // Graphviz; one graph
  kMermaid,      // a Mermaid flowchart; one graph
};

struct RenderOptions {
  Level level = Level::kColumn;

  // Text: ANSI colours, and the number of terminal columns that a line may take before the
  // expression at its end is cut. 0: expressions are cut after 80 columns of their own.
  bool color = false;
  int width = 0;

  // OpenLineage: the namespace of jobs and tables (paths have that of their storage), and the
  // time of all events, RFC 3339. `schema` gives datasets their columns and types; may be null,
  // must outlive the renderer.
  std::string job_namespace = "default";
  std::string event_time = "1970-01-01T00:00:00Z";
  const SchemaProvider* schema = nullptr;
};

// The script that statements stand in. Views must live until EndScript().
struct ScriptInfo {
  absl::string_view source;   // the file's name
  absl::string_view dialect;  // "hive"
  absl::string_view text;     // the whole script; may be empty, then quotations of it are left out
};

// Writes scripts in one format, statement by statement:
//
//   renderer->BeginScript({file, "hive", sql}, &out);
//   VisitLineage(sql, options, [&](const v1::StatementLineage& statement) {
//     renderer->Statement(statement, &out);   // and hand `out` on whenever it is large enough
//     return true;
//   });
//   renderer->EndScript(&out);
//
// Each call appends to `*out`. One renderer in one thread; scripts one after the other.
class Renderer {
 public:
  virtual ~Renderer() = default;
  virtual void BeginScript(const ScriptInfo& script, std::string* out) = 0;
  virtual void Statement(const v1::StatementLineage& statement, std::string* out) = 0;
  virtual void EndScript(std::string* out) = 0;
};

// For text, JSON, CSV and OpenLineage. Null for the graph formats, which need all scripts: see
// LineageGraph.
std::unique_ptr<Renderer> NewRenderer(Format format, const RenderOptions& options);

// The first line of a CSV file with its line break: file,statement,line,target,... `line` is that
// of the source column where it is known, else the statement's. At table level the columns
// target_column, source_column and those after them are empty.
absl::string_view CsvHeader();

// The nodes and edges of any number of scripts, each kept once. Memory follows the graph.
class LineageGraph {
 public:
  explicit LineageGraph(Level level);
  ~LineageGraph();
  LineageGraph(LineageGraph&&) noexcept;
  LineageGraph& operator=(LineageGraph&&) noexcept;

  // A bare query is a node of its own, named by file and line.
  void Add(const v1::StatementLineage& statement, absl::string_view source);

  // Adds all of `other`, in its order: graphs made by several threads become one.
  void Merge(const LineageGraph& other);

  std::string ToDot() const;

  // Mermaid's own limits (50,000 characters, 500 edges) are options of the page that shows it.
  std::string ToMermaid() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// All of one script. `text` as in ScriptInfo.
std::string RenderScript(const v1::ScriptLineage& lineage, absl::string_view text, Format format,
                         const RenderOptions& options = {});

// One finding as compilers write it:
//
//   orders.sql:3:14: error: expected FROM
//     SELECT a, b FORM t
//                 ^~~~
//     hint: FORM looks like FROM
//
// Without `text` (the whole script) the lines with the quotation are left out.
void AppendDiagnostic(const v1::Diagnostic& diagnostic, absl::string_view source,
                      absl::string_view text, bool color, std::string* out);

// The feature table: kText is a table with one column a dialect, kJson one array of objects.
// Other formats: empty.
std::string RenderFeatures(absl::Span<const FeatureInfo> features, Format format);

}  // namespace headwater

#endif  // HEADWATER_RENDER_H_
