#include "syntax/utility_pattern.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "syntax/token.h"

namespace headwater::syntax {
namespace {

constexpr HoleInfo kHoles[] = {
    {"name", "a name"},
    {"path", "a name"},
    {"table", "a table"},
    {"database", "a database"},
    {"catalog", "a catalog"},
    {"function", "a function"},
    {"function_name", "a function"},
    {"user", "a user"},
    {"role", "a role"},
    {"column", "a column"},
    {"text", "a name or a string"},
    {"word", "a word"},
    {"string", "a string"},
    {"file", "a path in quotes"},
    {"number", "a number"},
    {"value", "a value"},
    {"expression", "an expression"},
    {"query", "a query"},
    {"statement", "a statement"},
    {"type", "a type"},
    {"group", "'('"},
};

// A part of a part of ...: more is a part that holds itself.
constexpr int kDeepestPart = 12;

struct SymbolName {
  absl::string_view text;
  int type;
};

constexpr SymbolName kSymbols[] = {
    {"(", T_LPAREN},     {")", T_RPAREN},
    {",", T_COMMA},      {"=", T_EQ},
    {".", T_DOT},        {"*", T_ASTERISK},
    {"@", T_AT_SIGN},    {":", T_COLON},
    {"-", T_MINUS},      {"+", T_PLUS},
    {"=>", T_FAT_ARROW}, {"->", T_ARROW},
    {">", T_GT},         {"<", T_LT},
    {">=", T_GE},        {"<=", T_LE},
    {"/", T_SLASH},      {"%", T_PERCENT},
    {"&", T_AMP},        {"|", T_PIPE},
    {"^", T_CARET},      {"~", T_TILDE},
    {"!", T_BANG},       {"!=", T_NEQ},
    {"==", T_EQ},        {"<=>", T_NULL_SAFE_EQ},
    {"&&", T_AMP_AMP},   {"||", T_CONCAT},
    {"[", T_LBRACKET},   {"]", T_RBRACKET},
};

struct Node {
  enum class Kind : uint8_t { kLeaf, kSequence, kChoice, kOptional, kAny, kMany, kList };
  Kind kind = Kind::kLeaf;
  PatternInstruction leaf;
  std::vector<std::unique_ptr<Node>> children;
};

std::unique_ptr<Node> Wrap(Node::Kind kind, std::unique_ptr<Node> child) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->children.push_back(std::move(child));
  return node;
}

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

}  // namespace

const HoleInfo& GetHole(Hole hole) { return kHoles[static_cast<size_t>(hole)]; }

// Recursive descent over one pattern, then code from its end to its beginning.
class PatternReader {
 public:
  PatternReader(PatternCompiler* compiler, absl::string_view text, int depth)
      : compiler_(compiler), text_(text), depth_(depth) {}

  // Null after a mistake, which `error()` tells.
  std::unique_ptr<Node> Read() {
    std::unique_ptr<Node> node = Choice();
    SkipBlanks();
    if (node != nullptr && at_ < text_.size()) return Fail("unexpected character");
    return node;
  }

  const std::string& error() const { return error_; }

  static uint32_t EmitNode(PatternCompiler* compiler, const Node& node, uint32_t next) {
    switch (node.kind) {
      case Node::Kind::kLeaf:
        return EmitLeaf(compiler, node.leaf, next);
      case Node::Kind::kSequence:
        for (size_t i = node.children.size(); i-- > 0;)
          next = EmitNode(compiler, *node.children[i], next);
        return next;
      case Node::Kind::kChoice: {
        uint32_t at = EmitNode(compiler, *node.children.back(), next);
        for (size_t i = node.children.size() - 1; i-- > 0;)
          at = Split(compiler, EmitNode(compiler, *node.children[i], next), at);
        return at;
      }
      case Node::Kind::kOptional:
        return Split(compiler, EmitNode(compiler, *node.children[0], next), next);
      case Node::Kind::kAny:
      case Node::Kind::kMany: {
        uint32_t loop = Split(compiler, 0, next);
        uint32_t body = EmitNode(compiler, *node.children[0], loop);
        compiler->program_.code[loop].next = body;
        return node.kind == Node::Kind::kAny ? loop : body;
      }
      case Node::Kind::kList: {
        uint32_t loop = Split(compiler, 0, next);
        uint32_t body = EmitNode(compiler, *node.children[0], loop);
        PatternInstruction comma;
        comma.op = PatternInstruction::Op::kSymbol;
        comma.argument = T_COMMA;
        compiler->program_.code[loop].next = EmitLeaf(compiler, comma, body);
        return body;
      }
    }
    return next;
  }

 private:
  static uint32_t Split(PatternCompiler* compiler, uint32_t next, uint32_t other) {
    PatternInstruction split;
    split.op = PatternInstruction::Op::kSplit;
    split.next = next;
    split.other = other;
    return compiler->Emit(split);
  }

  static uint32_t EmitLeaf(PatternCompiler* compiler, PatternInstruction leaf, uint32_t next) {
    Hole hole = static_cast<Hole>(leaf.argument);
    bool text = hole == Hole::kQuery || hole == Hole::kStatement;
    if (leaf.op == PatternInstruction::Op::kHole && (text || hole == Hole::kExpression)) {
      // The hole takes the first unit; a loop takes the others.
      PatternInstruction more;
      more.op = PatternInstruction::Op::kMoreUnits;
      more.argument = text ? 1 : 0;
      PatternInstruction end;
      end.op = PatternInstruction::Op::kEndOfUnits;
      end.next = next;
      // The end comes first: a word that could go on with the pattern does.
      uint32_t loop = Split(compiler, compiler->Emit(end), 0);
      more.next = loop;
      compiler->program_.code[loop].other = compiler->Emit(more);
      next = loop;
    }
    leaf.next = next;
    return compiler->Emit(leaf);
  }

  std::unique_ptr<Node> Fail(absl::string_view what) {
    if (error_.empty()) error_ = absl::StrCat(what, " at ", at_, " of \"", text_, "\"");
    return nullptr;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  char Peek() {
    SkipBlanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  std::unique_ptr<Node> Choice() {
    auto choice = std::make_unique<Node>();
    choice->kind = Node::Kind::kChoice;
    while (true) {
      std::unique_ptr<Node> sequence = Sequence();
      if (sequence == nullptr) return nullptr;
      choice->children.push_back(std::move(sequence));
      if (Peek() != '|') break;
      ++at_;
    }
    if (choice->children.size() == 1) return std::move(choice->children[0]);
    return choice;
  }

  std::unique_ptr<Node> Sequence() {
    auto sequence = std::make_unique<Node>();
    sequence->kind = Node::Kind::kSequence;
    while (true) {
      char c = Peek();
      if (c == '\0' || c == '|' || c == ')' || c == ']') break;
      std::unique_ptr<Node> item = Item();
      if (item == nullptr) return nullptr;
      sequence->children.push_back(std::move(item));
    }
    if (sequence->children.empty()) return Fail("nothing");
    return sequence;
  }

  std::unique_ptr<Node> Item() {
    std::unique_ptr<Node> item = Primary();
    while (item != nullptr) {
      char c = at_ < text_.size() ? text_[at_] : '\0';
      if (c == '#') {
        item = Wrap(Node::Kind::kList, std::move(item));
      } else if (c == '*') {
        item = Wrap(Node::Kind::kAny, std::move(item));
      } else if (c == '+') {
        item = Wrap(Node::Kind::kMany, std::move(item));
      } else {
        break;
      }
      ++at_;
    }
    return item;
  }

  std::unique_ptr<Node> Primary() {
    char c = Peek();
    if (c == '(' || c == '[') {
      ++at_;
      std::unique_ptr<Node> inner = Choice();
      if (inner == nullptr) return nullptr;
      if (Peek() != (c == '(' ? ')' : ']')) return Fail("unclosed bracket");
      ++at_;
      return c == '(' ? std::move(inner) : Wrap(Node::Kind::kOptional, std::move(inner));
    }
    if (c == '\'') return Symbol();
    if (c == '<') return HoleNode();
    if (c == '{') return Part();
    size_t begin = at_;
    while (at_ < text_.size() && IsWordCharacter(text_[at_])) ++at_;
    absl::string_view word = text_.substr(begin, at_ - begin);
    if (word.empty() || std::any_of(word.begin(), word.end(), absl::ascii_islower))
      return Fail("no word");
    auto node = std::make_unique<Node>();
    node->leaf.op = PatternInstruction::Op::kWord;
    node->leaf.argument = compiler_->WordId(word);
    return node;
  }

  // The text up to `close`, which is passed over.
  absl::string_view Until(char close) {
    size_t begin = ++at_;
    size_t end = text_.find(close, begin + (close == '\'' ? 1 : 0));
    if (end == absl::string_view::npos) return {};
    at_ = end + 1;
    return text_.substr(begin, end - begin);
  }

  std::unique_ptr<Node> Symbol() {
    absl::string_view text = Until('\'');
    for (const SymbolName& symbol : kSymbols) {
      if (symbol.text != text) continue;
      auto node = std::make_unique<Node>();
      node->leaf.op = PatternInstruction::Op::kSymbol;
      node->leaf.argument = static_cast<uint32_t>(symbol.type);
      return node;
    }
    return Fail("no symbol");
  }

  std::unique_ptr<Node> HoleNode() {
    absl::string_view text = Until('>');
    auto node = std::make_unique<Node>();
    node->leaf.op = PatternInstruction::Op::kHole;
    size_t colon = text.find(':');
    if (colon != absl::string_view::npos) {
      absl::string_view access = text.substr(colon + 1);
      if (access != "read" && access != "written") return Fail("no access");
      node->leaf.access = access == "read" ? ast::AssetAccess::kRead : ast::AssetAccess::kWritten;
      text = text.substr(0, colon);
    }
    for (const HoleInfo& hole : kHoles) {
      if (hole.word != text) continue;
      node->leaf.argument = static_cast<uint32_t>(&hole - kHoles);
      return node;
    }
    return Fail("no hole");
  }

  std::unique_ptr<Node> Part() {
    absl::string_view name = Until('}');
    auto part = compiler_->parts_.find(name);
    if (part == compiler_->parts_.end()) return Fail("no part");
    if (depth_ >= kDeepestPart) return Fail("a part that holds itself");
    PatternReader reader(compiler_, part->second, depth_ + 1);
    std::unique_ptr<Node> node = reader.Read();
    if (node == nullptr) error_ = reader.error();
    return node;
  }

  PatternCompiler* compiler_;
  absl::string_view text_;
  int depth_;
  size_t at_ = 0;
  std::string error_;
};

void PatternCompiler::AddPart(absl::string_view name, absl::string_view pattern) {
  parts_[name] = pattern;
}

absl::Status PatternCompiler::AddStatement(absl::string_view pattern, uint32_t statement) {
  PatternReader reader(this, pattern, 0);
  std::unique_ptr<Node> node = reader.Read();
  if (node == nullptr) return absl::InvalidArgumentError(reader.error());
  PatternInstruction match;
  match.op = PatternInstruction::Op::kMatch;
  match.argument = statement;
  entries_.push_back(PatternReader::EmitNode(this, *node, Emit(match)));
  return absl::OkStatus();
}

PatternProgram PatternCompiler::Finish() {
  program_.starts.resize(program_.words.size());
  for (uint32_t entry : entries_) {
    std::vector<uint32_t> open = {entry};
    while (!open.empty()) {
      uint32_t at = open.back();
      open.pop_back();
      const PatternInstruction& instruction = program_.code[at];
      if (instruction.op == PatternInstruction::Op::kSplit) {
        open.push_back(instruction.other);
        open.push_back(instruction.next);
      } else if (instruction.op == PatternInstruction::Op::kWord) {
        program_.starts[instruction.argument].push_back(at);
      }
    }
  }
  entries_.clear();
  parts_.clear();
  return std::exchange(program_, PatternProgram());
}

uint32_t PatternCompiler::Emit(PatternInstruction instruction) {
  program_.code.push_back(instruction);
  return static_cast<uint32_t>(program_.code.size() - 1);
}

uint32_t PatternCompiler::WordId(absl::string_view word) {
  auto [entry, added] =
      program_.word_ids.try_emplace(word, static_cast<uint32_t>(program_.words.size()));
  if (added) program_.words.emplace_back(word);
  return entry->second;
}

}  // namespace headwater::syntax
