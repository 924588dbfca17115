// Stars, EXCEPT and REPLACE, Hive's regular-expression columns.

#include <re2/re2.h>

#include "absl/strings/str_cat.h"
#include "lib/analyze/analyzer_impl.h"
#include "lib/analyze/type_text.h"

namespace headwater::analyze {
namespace {

absl::InlinedVector<NameId, 4> Intern(ast::NamePath path, NameTable* names) {
  absl::InlinedVector<NameId, 4> ids;
  for (const ast::Name& part : path) ids.push_back(names->Intern(part.text));
  return ids;
}

bool LooksLikeRegex(absl::string_view text) {
  return text.find_first_of("*+?|([^$\\") != absl::string_view::npos;
}

// Java's possessive quantifiers match like greedy ones, less backtracking. `(a|b)?+.+` is Hive's
// way to say "all but a and b": the possessive group takes the name whole and leaves nothing for
// `.+`. RE2 has no such thing, so that form is answered by hand.
struct RegexColumns {
  bool Matches(const std::string& name) const {
    if (excluded != nullptr && RE2::FullMatch(name, *excluded)) return false;
    return RE2::FullMatch(name, *pattern);
  }
  std::unique_ptr<RE2> pattern;
  std::unique_ptr<RE2> excluded;
};

bool Compile(absl::string_view text, RegexColumns* columns) {
  std::string pattern(text);
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  const size_t end = pattern.find(")?+");
  if (!pattern.empty() && pattern[0] == '(' && end != std::string::npos) {
    columns->excluded = std::make_unique<RE2>(pattern.substr(0, end + 1), options);
    if (!columns->excluded->ok()) return false;
    // What the possessive group did not take whole, the rest matches as it is.
    pattern = absl::StrCat("(?:", pattern.substr(0, end + 1), ")?", pattern.substr(end + 3));
  }
  for (absl::string_view possessive : {"?+", "*+", "++"}) {
    size_t at;
    while ((at = pattern.find(std::string(possessive))) != std::string::npos)
      pattern.erase(at + 1, 1);
  }
  columns->pattern = std::make_unique<RE2>(pattern, options);
  return columns->pattern->ok();
}

}  // namespace

void AnalyzerImpl::PushStarColumn(NameId name, Value value, const ast::StarExpr* star,
                                  ast::SourceRange range) {
  OutputColumn column;
  column.name = name;
  column.value = value;
  column.range = range;
  column.by_star = true;
  if (star != nullptr) {
    for (const ast::Name& except : star->except) {
      if (names_.Intern(except.text) == name) return;
    }
    for (const ast::NamedExpr& replace : star->replace) {
      if (names_.Intern(replace.alias.text) != name) continue;
      column.value = Evaluate(*replace.value);
      column.expression = replace.value;
      column.range = replace.value->range;
    }
  }
  columns_.push_back(column);
}

void AnalyzerImpl::PushOpenStar(const OpenColumns& columns, ast::SourceRange range,
                                std::vector<const OpenColumns*>* open) {
  OutputColumn column;
  column.name = names_.Intern("*");
  column.star = true;
  column.value.node = binder_.StarOfOpen(columns, range);
  column.range = range;
  columns_.push_back(column);
  open->push_back(&columns);
  // Once for each table, however many stars stand above each other.
  if (columns.dataset == kNoDataset || !unresolved_stars_.insert(columns.dataset).second) return;
  AddDiagnostic(Severity::kWarning, "unresolved_star",
                absl::StrCat("The columns behind * are not known: no schema of ",
                             graph_.dataset(columns.dataset).table->name),
                range);
}

void AnalyzerImpl::ExpandRelation(const Relation& relation, const ast::StarExpr* star,
                                  ast::SourceRange range, std::vector<const OpenColumns*>* open) {
  const size_t count = binder_.ColumnCount(relation);
  size_t next_open = 0;
  for (size_t i = 0; i < count; ++i) {
    if (relation.dataset == kNoDataset && relation.columns[i].star) {
      if (next_open < relation.open.size()) PushOpenStar(*relation.open[next_open++], range, open);
      continue;
    }
    PushStarColumn(binder_.ColumnName(relation, i), binder_.ColumnAt(relation, i, range), star,
                   range);
  }
  while (next_open < relation.open.size()) PushOpenStar(*relation.open[next_open++], range, open);
}

void AnalyzerImpl::ExpandEntry(const StarEntry& entry, const ast::StarExpr* star,
                               ast::SourceRange range, std::vector<const OpenColumns*>* open) {
  if (entry.open != nullptr) {
    PushOpenStar(*entry.open, range, open);
  } else {
    PushStarColumn(entry.name,
                   Value{graph_.AddRelocated(entry.value.node, range), entry.value.shape}, star,
                   range);
  }
}

void AnalyzerImpl::ExpandStar(const ast::StarExpr& star, Scope* scope,
                              std::vector<const OpenColumns*>* open) {
  if (star.qualifier.empty()) {
    if (scope->merged) {
      const std::vector<StarEntry> entries = scope->star_entries;
      for (const StarEntry& entry : entries) ExpandEntry(entry, &star, star.range, open);
      return;
    }
    for (uint32_t i = scope->first; i < scope->last; ++i) {
      const Binding binding = binder_.bindings()[i];
      if (binding.visible) ExpandRelation(*binding.relation, &star, star.range, open);
    }
    return;
  }
  const auto parts = Intern(star.qualifier, &names_);
  for (const Scope* at = scope; at != nullptr; at = at->outer) {
    if (const Binding* binding = binder_.FindBinding(*at, parts)) {
      ExpandRelation(*binding->relation, &star, star.range, open);
      return;
    }
  }
  if (const Binding* binding = binder_.FindBinding(*scope, parts, /*behind_alias=*/true)) {
    ExpandRelation(*binding->relation, &star, star.range, open);
    return;
  }
  // A struct's members: `s.*`.
  const Value value = ResolvePath(star.qualifier, star.range);
  if (value.shape != nullptr && value.shape->kind == Shape::kStruct) {
    for (const Member& member : value.shape->members)
      PushStarColumn(member.name, member.value, &star, star.range);
    return;
  }
  const ColumnId base = graph_.CopiedColumn(value.node);
  const std::vector<absl::string_view> fields =
      base == 0 ? std::vector<absl::string_view>() : StructFields(graph_.TypeOf(base));
  for (absl::string_view field : fields) {
    ast::Name name;
    name.text = field;
    PushStarColumn(names_.Intern(field), FieldOf(value, name), &star, star.range);
  }
  if (!fields.empty()) return;
  OutputColumn column;
  column.name = names_.Intern("*");
  column.value = value;
  column.range = star.range;
  columns_.push_back(column);
}

bool AnalyzerImpl::ExpandRegex(const ast::ColumnExpr& column, Scope* scope,
                               std::vector<const OpenColumns*>* open) {
  const ast::Name& last = column.path.back();
  if (!last.quoted || column.path.size() > 2 || !LooksLikeRegex(last.text)) return false;
  if (binder_.FindInScope(*scope, names_.Intern(last.text), last.range).status ==
      LookupStatus::kFound)
    return false;
  RegexColumns regex;
  if (!Compile(last.text, &regex)) return false;
  uint32_t first = scope->first;
  uint32_t end = scope->last;
  if (column.path.size() == 2) {
    const NameId qualifier = names_.Intern(column.path[0].text);
    const Binding* binding = binder_.FindBinding(*scope, absl::MakeConstSpan(&qualifier, 1));
    if (binding == nullptr) return false;
    first = static_cast<uint32_t>(binding - binder_.bindings().data());
    end = first + 1;
  }
  for (uint32_t i = first; i < end; ++i) {
    const Binding binding = binder_.bindings()[i];
    if (!binding.visible) continue;
    const size_t mark = columns_.size();
    ExpandRelation(*binding.relation, nullptr, column.range, open);
    size_t kept = mark;
    for (size_t k = mark; k < columns_.size(); ++k) {
      if (columns_[k].star || regex.Matches(std::string(names_.Text(columns_[k].name))))
        columns_[kept++] = columns_[k];
    }
    columns_.resize(kept);
  }
  return true;
}

// What `*` at that place means.
void AnalyzerImpl::ExpandAll(ast::SourceRange range, Scope* scope,
                             std::vector<const OpenColumns*>* open) {
  ast::StarExpr star;
  star.kind = ast::ExpressionKind::kStar;
  star.range = range;
  ExpandStar(star, scope, open);
}

}  // namespace headwater::analyze
