// Output of many files, made by several threads, written in the order of the files.

#ifndef HEADWATER_BINDINGS_CLI_ORDERED_OUTPUT_H_
#define HEADWATER_BINDINGS_CLI_ORDERED_OUTPUT_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "output_file.h"
#include "progress.h"

namespace headwater::cli {

// A run of text for one of the two streams. Results and diagnostics of a file keep their order.
struct OutputPiece {
  bool diagnostic;  // to stderr
  std::string text;
};

// Appends to the last piece where it goes to the same stream.
void AppendPiece(bool diagnostic, std::string* text, std::vector<OutputPiece>* pieces);

// Hands out file numbers and takes what comes of them. The lowest number that is not finished is
// the head: its pieces go straight to the output, those of others wait. Waiting pieces are bounded
// in bytes, and how far a number may be ahead of the head is bounded, too: a thread that is past
// either bound sleeps until the head moves. The head itself never waits, so all get on.
class OrderedOutput {
 public:
  // Both must outlive this object. Progress is updated with each finished file.
  OrderedOutput(size_t count, OutputFile* results, Progress* progress);

  // The next file's number, or false: there is none, or the output failed.
  bool Take(size_t* number);

  // False: the output failed and there is no point in going on.
  bool Write(size_t number, std::vector<OutputPiece> pieces);

  // Ends `number`. `in_order` (may be null) runs after all that comes before it in the order.
  bool Finish(size_t number, std::function<void()> in_order = nullptr);

 private:
  struct Slot {
    std::vector<OutputPiece> pieces;
    std::function<void()> in_order;
    bool done = false;
  };

  void Emit(const OutputPiece& piece);
  void EmitWaiting(Slot* slot);
  Slot& SlotOf(size_t number) { return slots_[number - head_]; }

  const size_t count_;
  OutputFile* const results_;
  Progress* const progress_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<Slot> slots_;  // of the numbers [head_, next_)
  size_t head_ = 0;
  size_t next_ = 0;
  size_t waiting_bytes_ = 0;
};

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_ORDERED_OUTPUT_H_
