// Looking through views: their queries, parsed and analyzed when first read.

#include <algorithm>

#include "headwater/parser.h"
#include "lib/analyze/analyzer_impl.h"

namespace headwater::analyze {
namespace {

// The session's own tables in front of the schema provider's.
class SessionSchema : public SchemaProvider {
 public:
  SessionSchema(Session* session, const SchemaProvider* provider)
      : session_(session), provider_(provider) {}

  const TableSchema* FindTable(absl::string_view name) const override {
    const TableInfo* table = session_->FindQualified(name, name);
    if (table->schema != nullptr) return table->schema;
    return provider_ == nullptr ? nullptr : provider_->FindTable(name);
  }

 private:
  Session* session_;
  const SchemaProvider* provider_;
};

// Rewrites what an inner analyzer found in the terms of an outer one: its names, its tables, and
// the content of views in the place of these.
class Adoption {
 public:
  Adoption(NameTable* names, const NameTable& inner_names)
      : names_(names), inner_names_(inner_names), adopted_(std::make_shared<StoredRelation>()) {}

  // The next of the inner relation's tables is `own` here; `content` is what an expanded view
  // stands for, else null.
  void AddTable(const TableInfo* own, std::shared_ptr<const StoredRelation> content) {
    places_.push_back(PlaceOf(own));
    contents_.push_back(std::move(content));
  }

  // After all tables. `names` are the columns' where CREATE VIEW has given some: v (a, b).
  std::shared_ptr<const StoredRelation> Adopt(const StoredRelation& found,
                                              const std::vector<NameId>& names) {
    const bool named = names.size() == found.columns.size();
    for (size_t i = 0; i < found.columns.size(); ++i) {
      StoredColumn column = AdoptColumn(found.columns[i]);
      column.star = found.columns[i].star;
      if (named) column.name = names[i];
      adopted_->columns.push_back(std::move(column));
    }
    AdoptSources(found.influences, &adopted_->influences);
    for (const uint32_t input : found.inputs) AdoptInput(input);
    for (const uint32_t table : found.rows) AdoptRows(table);
    for (const uint32_t table : found.open) adopted_->open.push_back(places_[table]);
    return std::move(adopted_);
  }

 private:
  uint32_t PlaceOf(const TableInfo* table) {
    std::vector<const TableInfo*>& tables = adopted_->tables;
    const auto found = std::find(tables.begin(), tables.end(), table);
    if (found != tables.end()) return static_cast<uint32_t>(found - tables.begin());
    tables.push_back(table);
    return static_cast<uint32_t>(tables.size() - 1);
  }

  NameId AdoptName(NameId name) { return names_->Intern(inner_names_.Text(name)); }

  // With its members, to any depth.
  StoredColumn AdoptColumn(const StoredColumn& from) {
    StoredColumn column;
    column.name = AdoptName(from.name);
    AdoptSources(from.sources, &column.sources);
    column.shaped = from.shaped;
    column.shape = from.shape;
    for (const StoredColumn& member : from.members) column.members.push_back(AdoptColumn(member));
    return column;
  }

  void AdoptSources(const std::vector<StoredSource>& from, std::vector<StoredSource>* to) {
    for (const StoredSource& source : from) {
      StoredSource own = source;
      own.column = AdoptName(source.column);
      own.dataset = places_[source.dataset];
      const StoredRelation* content = contents_[source.dataset].get();
      const StoredColumn* below = content == nullptr ? nullptr : ColumnOf(*content, own.column);
      if (below == nullptr) {
        to->push_back(std::move(own));
        continue;
      }
      for (const StoredSource& deeper : below->sources) {
        StoredSource composed = deeper;
        composed.step = Compose(source.step, deeper.step);
        composed.dataset = PlaceOf(content->tables[deeper.dataset]);
        to->push_back(std::move(composed));
      }
    }
  }

  // Of two columns of one name the last.
  static const StoredColumn* ColumnOf(const StoredRelation& content, NameId name) {
    const auto found =
        std::find_if(content.columns.rbegin(), content.columns.rend(),
                     [name](const StoredColumn& column) { return column.name == name; });
    return found == content.columns.rend() ? nullptr : &*found;
  }

  void AdoptInput(uint32_t input) {
    adopted_->inputs.push_back(places_[input]);
    const StoredRelation* content = contents_[input].get();
    if (content == nullptr) return;
    for (const uint32_t deeper : content->inputs)
      adopted_->inputs.push_back(PlaceOf(content->tables[deeper]));
    for (const StoredSource& source : content->influences) {
      StoredSource own = source;
      own.dataset = PlaceOf(content->tables[source.dataset]);
      adopted_->influences.push_back(std::move(own));
    }
  }

  void AdoptRows(uint32_t table) {
    const StoredRelation* content = contents_[table].get();
    if (content == nullptr) return adopted_->rows.push_back(places_[table]);
    for (const uint32_t row : content->rows)
      adopted_->rows.push_back(PlaceOf(content->tables[row]));
  }

  NameTable* names_;
  const NameTable& inner_names_;
  std::shared_ptr<StoredRelation> adopted_;
  std::vector<uint32_t> places_;
  std::vector<std::shared_ptr<const StoredRelation>> contents_;
};

}  // namespace

std::shared_ptr<const StoredRelation> AnalyzerImpl::AnalyzeViewQuery(const ast::Query& query) {
  v1::StatementLineage scratch;
  lineage_ = &scratch;
  const Relation* relation = AnalyzeQuery(query, nullptr);
  return Store(*relation, OwnNames(*relation));
}

// Failing that, the view stays a dataset: a query that does not parse, or a view that reads itself.
void AnalyzerImpl::ExpandView(TableInfo* view) {
  if (view->schema == nullptr || view->schema->view_query.empty() || view->expanding) return;
  if (view->tried_expansion && view->expanded_at == session_.view_generation()) return;
  view->expanded_at = session_.view_generation();
  view->content = nullptr;
  view->expanding = true;
  view->tried_expansion = true;
  // An analyzer of its own: another text, another current database. Views below are expanded by
  // this one, so that cycles end.
  ParseOptions parse_options;
  parse_options.dialect = options_.dialect;
  const std::string& text = view->schema->view_query;
  ScriptParser parser(text, parse_options);
  ParsedStatement statement;
  if (parser.Next(&statement) && statement.ok() &&
      statement.ast()->kind == ast::StatementKind::kQuery) {
    const SessionSchema schema(&session_, schema_);
    AnalyzeOptions options = options_;
    options.expand_views = false;
    options.default_database = view->view_database;
    AnalyzerImpl inner(text, &schema, options);
    inner.session().SetDatabase(view->view_catalog, view->view_database);
    const std::shared_ptr<const StoredRelation> found =
        inner.AnalyzeViewQuery(*statement.ast()->As<ast::QueryStatement>().query);
    AdoptView(*found, inner, view);
  }
  view->expanding = false;
}

// Translates what the inner analyzer found into this one's names, looking through further views.
void AnalyzerImpl::AdoptView(const StoredRelation& found, const AnalyzerImpl& inner,
                             TableInfo* view) {
  Adoption adoption(&names_, inner.names_);
  for (const TableInfo* table : found.tables) {
    TableInfo* own =
        table == nullptr                       ? nullptr
        : table->kind == v1::Dataset::PATH     ? session_.FindPath(table->name, table->kind)
        : table->kind == v1::Dataset::FUNCTION ? session_.FindPath(table->name, table->kind)
                                               : session_.FindQualified(table->name, table->name);
    if (own != nullptr) ExpandView(own);
    adoption.AddTable(own, own == nullptr || own->expanding ? nullptr : own->content);
  }
  view->content = adoption.Adopt(found, view->columns);
}

}  // namespace headwater::analyze
