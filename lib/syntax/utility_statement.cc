#include "syntax/utility_statement.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "syntax/features.h"
#include "syntax/keywords.h"
#include "syntax/lookahead.h"
#include "syntax/syntax_error.h"
#include "syntax/utility_matcher.h"
#include "syntax/utility_table.h"

namespace headwater::syntax {
namespace {

ast::AssetKind AssetOf(Hole hole) {
  switch (hole) {
    case Hole::kDatabase:
      return ast::AssetKind::kDatabase;
    case Hole::kCatalog:
      return ast::AssetKind::kCatalog;
    case Hole::kFunction:
    case Hole::kFunctionName:
      return ast::AssetKind::kFunction;
    case Hole::kFile:
      return ast::AssetKind::kFile;
    case Hole::kUser:
      return ast::AssetKind::kUser;
    case Hole::kRole:
      return ast::AssetKind::kRole;
    default:
      return ast::AssetKind::kTable;
  }
}

class UtilityBuilder {
 public:
  UtilityBuilder(absl::string_view script, Dialect dialect, const StatementTokens& tokens,
                 size_t start, base::Arena* arena)
      : script_(script), dialect_(dialect), tokens_(tokens), start_(start), arena_(arena) {}

  UtilityResult Build(const UtilityMatch& match) const {
    UtilityResult result;
    auto* other = arena_->New<ast::OtherStatement>();
    result.statement = result.other = other;
    other->kind = ast::StatementKind::kOther;
    other->range = {tokens_.tokens[start_].begin, tokens_.end};
    other->name = match.statement->name;
    std::vector<ast::TouchedAsset> assets;
    for (const UtilityTouch& touch : match.touched) {
      if (touch.hole == Hole::kQuery || touch.hole == Hole::kStatement) {
        result.carried = touch.begin;
        other->runs_carried = touch.hole == Hole::kStatement;
      } else {
        assets.push_back(Asset(touch));
      }
    }
    other->assets = arena_->Copy(assets);
    if (start_ == 0) return result;
    auto* explain = arena_->New<ast::ExplainStatement>();
    explain->kind = ast::StatementKind::kExplain;
    explain->range = {tokens_.begin, tokens_.end};
    explain->statement = other;
    result.statement = explain;
    return result;
  }

  Diagnostic Describe(const UtilityMatch& match) const {
    size_t at = match.failed_at;
    std::vector<absl::string_view> expected = match.expected;
    absl::string_view verb = Text(start_);
    if (at == start_ + 1 &&
        (absl::EqualsIgnoreCase(verb, "CREATE") || absl::EqualsIgnoreCase(verb, "DROP") ||
         absl::EqualsIgnoreCase(verb, "ALTER"))) {
      expected.insert(expected.begin(), {"TABLE", "VIEW", "DATABASE"});
    }
    if (expected.empty()) {
      bool explain = absl::EqualsIgnoreCase(verb, "EXPLAIN") && at + 1 < tokens_.tokens.size();
      if (explain) ++at;
      expected.push_back("a statement");
    }
    Diagnostic diagnostic;
    diagnostic.code = "syntax";
    const SqlToken& token = tokens_.tokens[at];
    diagnostic.range = {token.begin, token.end};
    diagnostic.message = absl::StrCat(
        token.type == kEndOfStatement ? "the statement ends, but expected "
                                      : absl::StrCat("found ", Shown(Written(at)), ", expected "),
        Join(expected));
    diagnostic.hint = Hint(at, expected);
    return diagnostic;
  }

 private:
  absl::string_view Text(size_t i) const { return TokenText(script_, tokens_, tokens_.tokens[i]); }
  absl::string_view Written(size_t i) const {
    const SqlToken& token = tokens_.tokens[i];
    return script_.substr(token.begin, token.end - token.begin);
  }
  int Type(size_t i) const { return tokens_.tokens[i].type; }
  bool IsPlainWord(size_t i) const {
    return (Type(i) == T_IDENTIFIER && (tokens_.tokens[i].flags & SqlToken::kQuoted) == 0) ||
           IsKeyword(Type(i));
  }

  ast::TouchedAsset Asset(const UtilityTouch& touch) const {
    ast::TouchedAsset asset;
    asset.kind = AssetOf(touch.hole);
    asset.access = touch.access;
    asset.range = {tokens_.tokens[touch.begin].begin, tokens_.tokens[touch.end - 1].end};
    std::vector<ast::Name> parts;
    for (size_t i = touch.begin; i < touch.end; ++i) {
      const SqlToken& token = tokens_.tokens[i];
      if (token.type == T_LPAREN) {  // Spark's IDENTIFIER(..): the name is not known here
        parts.clear();
        break;
      }
      if (token.type == T_DOT) continue;
      ast::Name name;
      name.text = Text(i);
      name.range = {token.begin, token.end};
      name.quoted = (token.flags & SqlToken::kQuoted) != 0 || token.type == T_STRING;
      name.has_template = (token.flags & SqlToken::kHasTemplate) != 0;
      parts.push_back(name);
    }
    asset.name = arena_->Copy(parts);
    return asset;
  }

  // A handful of things; of more, how many there are.
  static std::string Join(const std::vector<absl::string_view>& expected) {
    constexpr size_t kMost = 6;
    size_t shown = expected.size() <= kMost ? expected.size() : kMost - 1;
    std::string text;
    for (size_t i = 0; i < shown; ++i) {
      bool last = i + 1 == expected.size();
      absl::StrAppend(&text, i == 0 ? "" : last ? " or " : ", ", expected[i]);
    }
    if (shown < expected.size())
      absl::StrAppend(&text, " or one of ", expected.size() - shown, " others");
    return text;
  }

  // "hive and spark have SHOW LOCKS", if they do.
  std::string OtherDialects() const {
    std::string dialects;
    absl::string_view name;
    int count = 0;
    for (int i = 0; i < kDialectCount; ++i) {
      Dialect other = static_cast<Dialect>(i);
      if (other == dialect_) continue;
      UtilityMatch match = MatchUtility(script_, other, tokens_, start_, GetUtilityTable(other));
      if (match.statement == nullptr) continue;
      if (name.empty()) name = match.statement->name;
      absl::StrAppend(&dialects, count++ == 0 ? "" : " and ", DialectName(other));
    }
    if (count == 0) return {};
    return absl::StrCat(dialects, count == 1 ? " has " : " have ", "this ", name,
                        ": is the dialect right?");
  }

  std::string Hint(size_t at, const std::vector<absl::string_view>& expected) const {
    if (std::string others = OtherDialects(); !others.empty()) return others;
    if (IsPlainWord(at)) {
      std::string word = absl::AsciiStrToUpper(Text(at));
      for (absl::string_view other : expected) {
        if (NearlyEqual(word, other))
          return absl::StrCat("did you mean ", other, " instead of ", Shown(Written(at)), "?");
      }
      bool reserved = IsKeyword(Type(at)) &&
                      GetKeyword(Type(at)).dialects[static_cast<int>(dialect_)] == KeywordClass::R;
      bool name = std::any_of(expected.begin(), expected.end(), [](absl::string_view other) {
        return absl::StartsWith(other, "a ") && other != "a string" && other != "a number" &&
               other != "a value";
      });
      if (reserved && name) {
        return absl::StrCat(Written(at),
                            " is a keyword here: as a name, write it in back-quotes: `",
                            Written(at), "`");
      }
    }
    int depth = 0;  // at the token; of the whole statement
    int final_depth = 0;
    for (size_t i = start_; i < tokens_.size(); ++i) {
      if (Type(i) == T_LPAREN) ++final_depth;
      if (Type(i) == T_RPAREN) --final_depth;
      if (i < at) depth = final_depth;
    }
    if (depth > 0 && final_depth > 0) return "a '(' is not closed";
    if (Type(at) == T_RPAREN && depth <= 0) return "this ')' has no '('";
    return {};
  }

  absl::string_view script_;
  Dialect dialect_;
  const StatementTokens& tokens_;
  size_t start_;
  base::Arena* arena_;
};

}  // namespace

UtilityResult BuildUtility(absl::string_view script, const ParseOptions& options,
                           const StatementTokens& tokens, size_t start, base::Arena* arena,
                           std::vector<Diagnostic>* diagnostics) {
  const Dialect dialect = options.dialect;
  UtilityBuilder builder(script, dialect, tokens, start, arena);
  UtilityMatch match = MatchUtility(script, dialect, tokens, start, GetUtilityTable(dialect));
  if (match.statement != nullptr) {
    if (!match.statement->since.empty()) {
      CheckVersion(match.statement->name, dialect, options.dialect_version, match.statement->since,
                   {tokens.tokens[start].begin, tokens.end}, "", diagnostics);
    }
    return builder.Build(match);
  }
  diagnostics->push_back(builder.Describe(match));
  return {};
}

const ast::Statement* BuildClientStatement(absl::string_view script, const StatementTokens& tokens,
                                           base::Arena* arena) {
  auto* other = arena->New<ast::OtherStatement>();
  other->kind = ast::StatementKind::kOther;
  other->range = {tokens.begin, tokens.end};
  std::string verb = absl::AsciiStrToUpper(TokenText(script, tokens, tokens.tokens[0]));
  const SqlToken& raw = tokens.tokens[1];
  absl::string_view rest = raw.type == T_RAW ? TokenText(script, tokens, raw) : "";
  size_t blank = std::min(rest.find_first_of(" \t\r\n"), rest.size());
  std::string object = absl::AsciiStrToUpper(rest.substr(0, blank));
  if (absl::EndsWith(object, "S")) object.pop_back();
  bool resource = object == "JAR" || object == "FILE" || object == "ARCHIVE";
  if (!resource || (verb != "ADD" && verb != "LIST" && verb != "DELETE")) {
    other->name = absl::StartsWith(verb, "!") ? "!" : arena->Copy(verb);
    return other;
  }
  other->name = arena->Copy(absl::StrCat(verb, " ", object));
  std::vector<ast::TouchedAsset> files;
  while (true) {
    rest = absl::StripAsciiWhitespace(rest.substr(blank));
    if (rest.empty()) break;
    bool quoted = rest[0] == '\'' || rest[0] == '"';
    size_t close = quoted ? rest.find(rest[0], 1) : rest.find_first_of(" \t\r\n");
    close = std::min(close, rest.size());
    blank = std::min(close + (quoted ? 1 : 0), rest.size());
    ast::Name path;
    path.text = rest.substr(quoted ? 1 : 0, close - (quoted ? 1 : 0));
    path.range = {raw.begin, raw.end};
    path.quoted = quoted;
    ast::TouchedAsset file;
    file.kind = ast::AssetKind::kFile;
    file.access = verb == "ADD" ? ast::AssetAccess::kRead : ast::AssetAccess::kNamed;
    file.name = arena->Copy(&path, 1);
    file.range = path.range;
    files.push_back(file);
  }
  other->assets = arena->Copy(files);
  return other;
}

}  // namespace headwater::syntax
