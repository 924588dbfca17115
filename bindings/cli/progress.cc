#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "terminal.h"

namespace headwater::cli {
namespace {

constexpr std::chrono::milliseconds kShowAfter{500};
constexpr std::chrono::milliseconds kRedrawEvery{100};

std::string WithCommas(size_t number) {
  std::string digits = absl::StrCat(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string Duration(double seconds) {
  const auto whole = static_cast<uint64_t>(seconds + 0.5);
  char text[32];
  if (whole >= 3600) {
    std::snprintf(text, sizeof(text), "%d:%02d:%02d", static_cast<int>(whole / 3600),
                  static_cast<int>(whole / 60 % 60), static_cast<int>(whole % 60));
  } else {
    std::snprintf(text, sizeof(text), "%d:%02d", static_cast<int>(whole / 60),
                  static_cast<int>(whole % 60));
  }
  return text;
}

void WriteToTerminal(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

std::string ProgressText(size_t done, size_t total, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string text = absl::StrCat("  ", WithCommas(done), " of ", WithCommas(total), " files   ",
                                  total == 0 ? 100 : done * 100 / total, " %");
  if (rate > 0) {
    absl::StrAppend(&text, "   ", WithCommas(static_cast<size_t>(rate)), " files/s   ",
                    Duration(static_cast<double>(total - done) / rate), " left");
  }
  return text;
}

Progress::Progress(bool enabled, size_t total)
    : enabled_(enabled), total_(total), start_(Clock::now()), drawn_(start_) {}

void Progress::Update(size_t done) {
  if (!enabled_) return;
  const Clock::time_point now = Clock::now();
  if (now - start_ < kShowAfter || now - drawn_ < kRedrawEvery) return;
  drawn_ = now;
  visible_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string text = ProgressText(done, total_, seconds);
  // A line longer than the terminal would wrap and could not be taken back.
  const int width = TerminalWidth(STDERR_FILENO);
  if (width > 1) text.resize(std::min(text.size(), static_cast<size_t>(width - 1)));
  WriteToTerminal(absl::StrCat("\r\x1b[K", text));
}

void Progress::Clear() {
  if (!visible_) return;
  visible_ = false;
  WriteToTerminal("\r\x1b[K");
}

}  // namespace headwater::cli
