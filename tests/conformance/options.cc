#include "options.h"

#include <algorithm>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace headwater::conformance {

absl::string_view Usage() {
  return R"(usage: headwater_conformance [options] DATA

Measures Headwater against other people's answers. DATA is a JSON Lines file or a folder of them.

  --source NAME       only files whose name holds NAME; may be repeated
  --tag NAME          only cases that carry this tag
  --kind WORDS        only statements that start with these words: --kind "CREATE TABLE"
  --failures [N]      list the first N (default 20) failing cases; with --parse, groups of failures
  --explain ID        one case in full: SQL, expected, got, difference; ID is the case's id, the end
                      of it, or SOURCE:LINE
  --without NAME      switches a normalisation off ("all": every one); may be repeated
  --disputed FILE     cases held to be the reference's error (default: the one beside the program's source)
  --json FILE         writes every case's verdict, one JSON object a line
  --diff OLD NEW      compares two such files instead of running anything
  --jobs N            threads (default: as many as there are processors)

  --parse             DATA is a corpus: is every statement accepted or refused as its engine does?
  --wrongly-accepted  with --parse: lists what ought to be refused
)";
}

namespace {

// Walks the arguments; a flag's value is the next argument or what follows '='.
class ArgumentReader {
 public:
  explicit ArgumentReader(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  bool Done() const { return at_ == arguments_.size(); }

  void Next() {
    flag_ = arguments_[at_++];
    value_.clear();
    has_value_ = false;
    const size_t equals = flag_.find('=');
    if (flag_.rfind("--", 0) == 0 && equals != std::string::npos) {
      value_ = flag_.substr(equals + 1);
      flag_.resize(equals);
      has_value_ = true;
    }
  }

  const std::string& flag() const { return flag_; }

  absl::StatusOr<std::string> Value() {
    if (has_value_) return value_;
    if (Done()) return absl::InvalidArgumentError(absl::StrCat(flag_, " needs a value"));
    return arguments_[at_++];
  }

  // A number that may be left out.
  int OptionalNumber(int otherwise) {
    int number = 0;
    if (has_value_) return absl::SimpleAtoi(value_, &number) ? number : otherwise;
    if (!Done() && absl::SimpleAtoi(arguments_[at_], &number)) {
      ++at_;
      return number;
    }
    return otherwise;
  }

 private:
  const std::vector<std::string>& arguments_;
  size_t at_ = 0;
  std::string flag_;
  std::string value_;
  bool has_value_ = false;
};

absl::Status ReadFlag(ArgumentReader& reader, Options& options) {
  const std::string flag = reader.flag();
  struct TextFlag {
    const char* name;
    std::string* value;
  };
  const TextFlag text_flags[] = {{"--explain", &options.explain},
                                 {"--json", &options.json},
                                 {"--disputed", &options.disputed},
                                 {"--kind", &options.kind},
                                 {"--tag", &options.tag}};
  const struct {
    const char* name;
    std::vector<std::string>* values;
  } list_flags[] = {{"--source", &options.sources}, {"--without", &options.without}};

  for (const TextFlag& each : text_flags) {
    if (flag != each.name) continue;
    auto value = reader.Value();
    if (!value.ok()) return value.status();
    *each.value = *value;
    return absl::OkStatus();
  }
  for (const auto& each : list_flags) {
    if (flag != each.name) continue;
    auto value = reader.Value();
    if (!value.ok()) return value.status();
    each.values->push_back(*value);
    return absl::OkStatus();
  }
  if (flag == "--help" || flag == "-h") {
    options.help = true;
  } else if (flag == "--parse") {
    options.parse = true;
  } else if (flag == "--wrongly-accepted") {
    options.wrongly_accepted = true;
  } else if (flag == "--failures") {
    options.failures = reader.OptionalNumber(20);
  } else if (flag == "--jobs") {
    options.jobs = reader.OptionalNumber(0);
  } else if (flag == "--diff") {
    auto before = reader.Value();
    if (!before.ok()) return before.status();
    auto after = reader.Value();
    if (!after.ok()) return absl::InvalidArgumentError("--diff needs two files");
    options.diff_old = *before;
    options.diff_new = *after;
  } else if (flag.rfind("--", 0) == 0) {
    return absl::InvalidArgumentError(absl::StrCat("unknown option ", flag, "; --help lists them"));
  } else if (!options.data.empty()) {
    return absl::InvalidArgumentError("more than one DATA given");
  } else {
    options.data = flag;
  }
  return absl::OkStatus();
}

}  // namespace

bool Options::Wants(absl::string_view source) const {
  if (sources.empty()) return true;
  return std::any_of(sources.begin(), sources.end(),
                     [&](const std::string& name) { return absl::StrContains(source, name); });
}

absl::StatusOr<Options> ParseOptionsFrom(const std::vector<std::string>& arguments) {
  Options options;
  ArgumentReader reader(arguments);
  while (!reader.Done()) {
    reader.Next();
    if (absl::Status status = ReadFlag(reader, options); !status.ok()) return status;
  }
  if (options.jobs <= 0) {
    options.jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  }
  if (!options.help && options.diff_old.empty() && options.data.empty()) {
    return absl::InvalidArgumentError("no DATA given; --help shows the usage");
  }
  return options;
}

}  // namespace headwater::conformance
