#include "syntax/syntax_expectation.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "syntax/features.h"
#include "syntax/keywords.h"

namespace headwater::syntax {
namespace {

// Words that begin a construct which not every dialect has: elsewhere the grammar reads them, and
// the builder says that the dialect lacks it. Nobody expects them there.
struct GatedToken {
  int type;
  Feature feature;
};
constexpr GatedToken kGated[] = {
    {T_KW_SORT, Feature::kClusterBy},
    {T_KW_DISTRIBUTE, Feature::kClusterBy},
    {T_KW_CLUSTER, Feature::kClusterBy},
    {T_KW_QUALIFY, Feature::kQualify},
    {T_KW_PIVOT, Feature::kPivot},
    {T_KW_UNPIVOT, Feature::kUnpivot},
    {T_PIPE_GT, Feature::kPipe},
    {T_KW_TRANSFORM, Feature::kTransform},
    {T_KW_MAP, Feature::kTransform},
    {T_KW_REDUCE, Feature::kTransform},
    {T_DOUBLE_COLON, Feature::kDoubleColon},
    {T_KW_UNIQUEJOIN, Feature::kUniqueJoin},
    {T_KW_NATURAL, Feature::kNaturalJoin},
    {T_KW_CACHE, Feature::kCacheTable},
    {T_KW_OUTFILE, Feature::kOutfile},
    {T_KW_EXCHANGE, Feature::kExchangePartition},
};

bool Has(Dialect dialect, int type) {
  if (IsKeyword(type) && GetKeyword(type).dialects[static_cast<int>(dialect)] == KeywordClass::A)
    return false;
  for (const GatedToken& gated : kGated) {
    if (gated.type == type)
      return Features()[static_cast<size_t>(gated.feature)].supported[static_cast<int>(dialect)];
  }
  return true;
}

// Types that say nothing to a person.
bool IsInternal(int type) {
  switch (type) {
    case T_TEMPLATE:
    case T_PARAMETER:
    case T_HINT:
    case T_RAW:
    case T_AT_SIGN:
    case T_HINT_OPEN:
    case T_TYPE_EMPTY:
    case T_TYPE_LT:
    case T_ZONE_WORD:
    case T_WITH_ZONE:
    case T_TRAILING_COMMA:
    case T_ARGUMENT_NAME:
    case T_INTERVAL_SIGN:
    case kEndOfStatement:
      return true;
    default:
      return false;
  }
}

class Expected {
 public:
  explicit Expected(const SyntaxScene& scene) : scene_(scene) {}

  std::string Text() {
    Choose();
    std::string text;
    for (size_t i = 0; i < names_.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : i + 1 == names_.size() ? " or " : ", ", names_[i]);
    }
    return text;
  }

 private:
  static constexpr size_t kMost = 4;

  bool Can(int type) const { return scene_.Expects(type) && Has(scene_.dialect(), type); }

  void Add(absl::string_view name) {
    if (names_.size() >= kMost) return;
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
  }
  void AddTypes(std::initializer_list<int> types) {
    for (int type : types) {
      if (Can(type)) Add(SpokenName(type));
    }
  }

  void Choose() {
    const bool operators = Can(T_KW_OR) && Can(T_SLASH);
    if (Can(T_KW_SELECT) && Can(T_KW_CREATE)) return Add("a statement");
    if (Can(T_NUMBER) && Can(T_KW_CASE)) return ChooseOperand();
    if (Can(T_KW_SELECT) && Can(T_KW_VALUES)) return ChooseQuery();
    if (Can(T_KW_ADD) && Can(T_KW_RENAME))
      return AddTypes({T_KW_ADD, T_KW_DROP, T_KW_RENAME, T_KW_SET});
    if (Can(T_KW_NULL) && Can(T_KW_TRUE)) return AddTypes({T_KW_NULL, T_KW_TRUE, T_KW_FALSE});
    if (Can(T_IDENTIFIER) && scene_.Before() == T_KW_AS && scene_.InCast()) return Add("a type");
    if (Can(T_KW_THEN)) return Add("THEN");
    if (Can(T_KW_END)) return AddTypes({T_KW_WHEN, T_KW_ELSE, T_KW_END});
    if (!operators && Can(T_LPAREN_QUERY) && Can(T_KW_LATERAL)) return Add("a table or a subquery");
    if (scene_.depth() > 0 && Can(T_RPAREN) && scene_.Expects(T_KW_PLACING)) {
      return AddTypes({T_COMMA, T_RPAREN});  // the arguments of a call
    }
    if (operators && Can(T_KW_WHEN)) return AddTypes({T_KW_WHEN});
    if (operators && scene_.InCast()) return AddTypes({T_KW_AS});
    if (operators && !Can(T_COMMA) && !Can(T_KW_FROM)) AddTypes({T_KW_AND});
    if (!operators && Can(T_GT)) return AddTypes({T_COMMA, T_GT});
    ChooseClauses(operators);
    if (names_.empty()) ChooseRest();
    if (Can(kEndOfStatement) && !Can(T_KW_FROM) && names_.size() < 3)
      Add("the end of the statement");
  }

  void ChooseOperand() {
    if (Can(T_KW_DISTINCT) && Can(T_RPAREN)) return AddTypes({T_RPAREN});
    Add("an expression");
    AddTypes({T_RPAREN});
  }

  void ChooseQuery() {
    const int first = scene_.Type(0);
    if (first == T_KW_INSERT && !Can(T_KW_EXCEPT)) return AddTypes({T_KW_VALUES, T_KW_SELECT});
    if (first == T_KW_CREATE) AddTypes({T_KW_AS});
    AddTypes({T_COMMA});
    Add("a query");
  }

  void ChooseClauses(bool operators) {
    // A name among clauses is an alias: it can stand nearly everywhere and helps nobody.
    const bool clauses = Can(T_KW_WHERE) || Can(T_KW_LIMIT) || Can(kEndOfStatement);
    if (!operators && !clauses && Can(T_IDENTIFIER) && !Can(T_KW_JOIN)) Add("a name");
    AddTypes({T_COMMA, T_COMMA_COLUMN, T_RPAREN, T_KW_FROM});
    if (Can(T_KW_FROM) || (!clauses && !Can(T_COMMA))) AddTypes({T_KW_AS});
    if (Can(T_KW_FROM) && Can(T_COMMA) && Can(T_KW_GROUP)) return;  // the list of SELECT
    AddTypes({T_KW_SELECT, T_KW_ON, T_KW_JOIN, T_KW_WHERE, T_KW_GROUP, T_KW_HAVING, T_KW_ORDER,
              T_KW_LIMIT, T_KW_VALUES, T_KW_SET, T_KW_BY, T_KW_TABLE, T_KW_VIEW, T_KW_USING,
              T_KW_TO, T_KW_EXISTS});
    if (clauses) return;
    AddTypes({T_KW_INTO, T_KW_OVERWRITE});
    const bool open = scene_.Found() == T_LPAREN || scene_.Found() == T_LPAREN_QUERY;
    if (!operators && !open) AddTypes({T_LPAREN_QUERY, T_LPAREN});
    if (!operators) AddTypes({T_STRING, T_EQ});
  }

  void ChooseRest() {
    for (size_t type : scene_.failure().expected) {
      if (names_.size() >= 3) return;
      const int each = static_cast<int>(type);
      if (!IsInternal(each) && Has(scene_.dialect(), each)) Add(SpokenName(each));
    }
  }

  const SyntaxScene& scene_;
  std::vector<absl::string_view> names_;
};

}  // namespace

absl::string_view SpokenName(int type) {
  switch (type) {
    case T_KW_GROUP:
      return "GROUP BY";
    case T_KW_ORDER:
      return "ORDER BY";
    case T_KW_SORT:
      return "SORT BY";
    case T_KW_DISTRIBUTE:
      return "DISTRIBUTE BY";
    case T_KW_CLUSTER:
      return "CLUSTER BY";
    case T_KW_PARTITIONED:
      return "PARTITIONED BY";
    case T_KW_CLUSTERED:
      return "CLUSTERED BY";
    case T_KW_DISTRIBUTED:
      return "DISTRIBUTED BY";
    case T_KW_STORED:
      return "STORED AS";
    case T_LPAREN_QUERY:
      return "'('";
    case T_FROM_INSERT:
      return "FROM";
    case T_TAIL_WINDOW:
      return "WINDOW";
    default:
      return TokenTypeName(type);
  }
}

std::string Expectation(const SyntaxScene& scene) { return Expected(scene).Text(); }

}  // namespace headwater::syntax
