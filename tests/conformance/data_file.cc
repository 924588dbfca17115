#include "data_file.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"

namespace headwater::conformance {
namespace {

namespace fs = std::filesystem;

absl::Status LoadFile(const fs::path& path, DataFile* file) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot read ", path.string()));
  file->path = path.string();
  file->source = path.stem().string();
  file->text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  absl::string_view rest = file->text;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    file->lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end == absl::string_view::npos ? rest.size() : end + 1);
  }
  return absl::OkStatus();
}

thread_local const DataLine* current_case = nullptr;

void WriteAll(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(STDERR_FILENO, text.data(), text.size());
    if (n <= 0) return;
    text.remove_prefix(static_cast<size_t>(n));
  }
}

// Only calls that are allowed in a signal handler: no allocation, no stdio.
void ReportCrash(int signal_number) {
  WriteAll("\nheadwater_conformance: signal ");
  char digits[16];
  int at = sizeof digits;
  for (int n = signal_number; n > 0; n /= 10) digits[--at] = static_cast<char>('0' + n % 10);
  WriteAll(absl::string_view(digits + at, sizeof digits - at));
  if (current_case != nullptr) {
    WriteAll(" at ");
    WriteAll(current_case->file->path);
    WriteAll("\n");
    WriteAll(current_case->text().substr(0, 2000));
  }
  WriteAll("\n");
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

// A stack overflow can be reported only from another stack.
void UseSignalStack() {
  constexpr size_t kSignalStackBytes = 64 << 10;
  thread_local std::unique_ptr<char[]> memory;
  if (memory != nullptr) return;
  memory = std::make_unique<char[]>(kSignalStackBytes);
  stack_t stack = {};
  stack.ss_sp = memory.get();
  stack.ss_size = kSignalStackBytes;
  sigaltstack(&stack, nullptr);
}

}  // namespace

std::string DataLine::Place() const { return absl::StrCat(file->path, ":", number); }
std::string DataLine::Key() const { return absl::StrCat(file->source, ":", number); }

absl::StatusOr<std::deque<DataFile>> LoadDataFiles(const std::string& path) {
  std::error_code error;
  std::vector<fs::path> paths;
  if (fs::is_directory(path, error)) {
    for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
      if (entry.path().extension() == ".jsonl") paths.push_back(entry.path());
    }
    if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
    std::sort(paths.begin(), paths.end());
  } else {
    paths.push_back(path);
  }
  if (paths.empty()) return absl::NotFoundError(absl::StrCat("no *.jsonl file below ", path));
  std::deque<DataFile> files;
  for (const fs::path& each : paths) {
    files.emplace_back();
    if (absl::Status status = LoadFile(each, &files.back()); !status.ok()) return status;
  }
  return files;
}

std::vector<DataLine> NonBlankLines(const std::deque<DataFile>& files) {
  std::vector<DataLine> result;
  for (const DataFile& file : files) {
    for (size_t i = 0; i < file.lines.size(); ++i) {
      if (!absl::StripAsciiWhitespace(file.lines[i]).empty()) result.push_back({&file, i + 1});
    }
  }
  return result;
}

absl::Status ParseDataLine(const DataLine& line, google::protobuf::Struct* object) {
  const absl::string_view text = line.text();
  auto status = google::protobuf::util::JsonStringToMessage({text.data(), text.size()}, object);
  if (status.ok()) return absl::OkStatus();
  // The reader's message goes on with the text around the place on lines of its own.
  std::string message(status.message().data(), status.message().size());
  if (const size_t end = message.find('\n'); end != std::string::npos) message.resize(end);
  return absl::InvalidArgumentError(absl::StrCat(line.Place(), ": ", message));
}

const google::protobuf::Value* FindMember(const google::protobuf::Struct& object,
                                          const char* name) {
  auto it = object.fields().find(name);
  if (it == object.fields().end() || it->second.has_null_value()) return nullptr;
  return &it->second;
}

absl::string_view StringMember(const google::protobuf::Struct& object, const char* name) {
  const google::protobuf::Value* value = FindMember(object, name);
  return value == nullptr ? absl::string_view() : absl::string_view(value->string_value());
}

std::vector<std::string> StringListMember(const google::protobuf::Struct& object,
                                          const char* name) {
  std::vector<std::string> result;
  const google::protobuf::Value* value = FindMember(object, name);
  if (value == nullptr) return result;
  for (const auto& element : value->list_value().values()) {
    if (element.has_string_value()) result.push_back(element.string_value());
  }
  return result;
}

void RunInParallel(int jobs, size_t count, const std::function<void(size_t, int)>& work) {
  std::atomic<size_t> next{0};
  auto loop = [&](int worker) {
    UseSignalStack();
    for (size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) work(i, worker);
  };
  std::vector<std::thread> threads;
  for (int worker = 1; worker < jobs; ++worker) threads.emplace_back(loop, worker);
  loop(0);
  for (std::thread& thread : threads) thread.join();
}

void InstallCrashReport() {
  UseSignalStack();
  struct sigaction action = {};
  action.sa_handler = ReportCrash;
  action.sa_flags = SA_ONSTACK;
  for (int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) {
    sigaction(number, &action, nullptr);
  }
}

void SetCurrentCase(const DataLine* line) { current_case = line; }

}  // namespace headwater::conformance
