// One line on the terminal that tells how far a long run is.

#ifndef HEADWATER_BINDINGS_CLI_PROGRESS_H_
#define HEADWATER_BINDINGS_CLI_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <string>

namespace headwater::cli {

// "  3,412 of 20,000 files   17 %   812 files/s   0:21 left". Not thread-safe.
class Progress {
 public:
  // Not enabled, it does nothing. Short runs show nothing either.
  Progress(bool enabled, size_t total);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Redraws at most ten times a second.
  void Update(size_t done);

  // Takes the line away, so that something else can be written; the next Update brings it back.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;

  const bool enabled_;
  const size_t total_;
  const Clock::time_point start_;
  Clock::time_point drawn_;
  bool visible_ = false;
};

// The line without control characters, for `seconds` since the start.
std::string ProgressText(size_t done, size_t total, double seconds);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_PROGRESS_H_
