// Looking through views: their queries, parsed and analyzed when first read.

#include <functional>

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
  auto adopted = std::make_shared<StoredRelation>();
  // Where each of the inner relation's tables went; an expanded view goes to its own content.
  std::vector<std::shared_ptr<const StoredRelation>> contents;
  std::vector<uint32_t> places;
  const auto place = [&adopted](const TableInfo* table) {
    for (uint32_t i = 0; i < adopted->tables.size(); ++i) {
      if (adopted->tables[i] == table) return i;
    }
    adopted->tables.push_back(table);
    return static_cast<uint32_t>(adopted->tables.size() - 1);
  };
  for (const TableInfo* table : found.tables) {
    TableInfo* own =
        table == nullptr                       ? nullptr
        : table->kind == v1::Dataset::PATH     ? session_.FindPath(table->name, table->kind)
        : table->kind == v1::Dataset::FUNCTION ? session_.FindPath(table->name, table->kind)
                                               : session_.FindQualified(table->name, table->name);
    if (own != nullptr) ExpandView(own);
    contents.push_back(own == nullptr || own->expanding ? nullptr : own->content);
    places.push_back(place(own));
  }
  const auto adopt_name = [&](NameId name) { return names_.Intern(inner.names_.Text(name)); };
  const auto adopt = [&](const std::vector<StoredSource>& from, std::vector<StoredSource>* to) {
    for (const StoredSource& source : from) {
      StoredSource own = source;
      own.column = adopt_name(source.column);
      own.dataset = places[source.dataset];
      const StoredRelation* content = contents[source.dataset].get();
      const StoredColumn* below = nullptr;
      if (content != nullptr) {
        for (const StoredColumn& column : content->columns) {
          if (column.name == own.column) below = &column;
        }
      }
      if (below == nullptr) {
        to->push_back(std::move(own));
        continue;
      }
      for (const StoredSource& deeper : below->sources) {
        StoredSource composed = deeper;
        composed.step = Compose(source.step, deeper.step);
        composed.dataset = place(content->tables[deeper.dataset]);
        to->push_back(std::move(composed));
      }
    }
  };
  const std::function<void(const StoredColumn&, StoredColumn*)> adopt_members =
      [&](const StoredColumn& from, StoredColumn* to) {
        to->shaped = from.shaped;
        to->shape = from.shape;
        for (const StoredColumn& member : from.members) {
          to->members.emplace_back();
          to->members.back().name = adopt_name(member.name);
          adopt(member.sources, &to->members.back().sources);
          adopt_members(member, &to->members.back());
        }
      };
  for (size_t i = 0; i < found.columns.size(); ++i) {
    StoredColumn column;
    // CREATE VIEW v (a, b): the view's columns have names of their own.
    const bool named = view->columns.size() == found.columns.size();
    column.name = named ? view->columns[i] : adopt_name(found.columns[i].name);
    column.star = found.columns[i].star;
    adopt(found.columns[i].sources, &column.sources);
    adopt_members(found.columns[i], &column);
    adopted->columns.push_back(std::move(column));
  }
  adopt(found.influences, &adopted->influences);
  for (uint32_t input : found.inputs) {
    adopted->inputs.push_back(places[input]);
    const StoredRelation* content = contents[input].get();
    if (content == nullptr) continue;
    for (uint32_t deeper : content->inputs)
      adopted->inputs.push_back(place(content->tables[deeper]));
    for (const StoredSource& source : content->influences) {
      StoredSource own = source;
      own.dataset = place(content->tables[source.dataset]);
      adopted->influences.push_back(std::move(own));
    }
  }
  for (uint32_t table : found.rows) {
    const StoredRelation* content = contents[table].get();
    if (content == nullptr) adopted->rows.push_back(places[table]);
    for (size_t i = 0; content != nullptr && i < content->rows.size(); ++i) {
      adopted->rows.push_back(place(content->tables[content->rows[i]]));
    }
  }
  for (uint32_t table : found.open) adopted->open.push_back(places[table]);
  view->content = std::move(adopted);
}

}  // namespace headwater::analyze
