#include "ordered_output.h"

#include <utility>

namespace headwater::cli {
namespace {

constexpr size_t kWaitingBytes = size_t{32} << 20;
constexpr size_t kFilesAhead = 1024;

size_t BytesOf(const std::vector<OutputPiece>& pieces) {
  size_t bytes = 0;
  for (const OutputPiece& piece : pieces) bytes += piece.text.size();
  return bytes;
}

}  // namespace

void AppendPiece(bool diagnostic, std::string* text, std::vector<OutputPiece>* pieces) {
  if (text->empty()) return;
  if (!pieces->empty() && pieces->back().diagnostic == diagnostic) {
    pieces->back().text.append(*text);
  } else {
    pieces->push_back({diagnostic, std::move(*text)});
  }
  text->clear();
}

OrderedOutput::OrderedOutput(size_t count, OutputFile* results, Progress* progress)
    : count_(count), results_(results), progress_(progress) {}

bool OrderedOutput::Take(size_t* number) {
  std::unique_lock<std::mutex> lock(mutex_);
  moved_.wait(lock, [&] { return next_ - head_ < kFilesAhead || results_->failed(); });
  if (next_ == count_ || results_->failed()) return false;
  *number = next_++;
  slots_.emplace_back();
  return true;
}

bool OrderedOutput::Write(size_t number, std::vector<OutputPiece> pieces) {
  const size_t bytes = BytesOf(pieces);
  std::unique_lock<std::mutex> lock(mutex_);
  moved_.wait(lock, [&] {
    return number == head_ || waiting_bytes_ + bytes <= kWaitingBytes || results_->failed();
  });
  if (results_->failed()) return false;
  Slot& slot = SlotOf(number);
  if (number == head_) {
    EmitWaiting(&slot);
    for (const OutputPiece& piece : pieces) Emit(piece);
    return !results_->failed();
  }
  waiting_bytes_ += bytes;
  for (OutputPiece& piece : pieces) slot.pieces.push_back(std::move(piece));
  return true;
}

bool OrderedOutput::Finish(size_t number, std::function<void()> in_order) {
  std::unique_lock<std::mutex> lock(mutex_);
  Slot& finished = SlotOf(number);
  finished.done = true;
  finished.in_order = std::move(in_order);
  const bool moves = number == head_;
  while (!slots_.empty() && slots_.front().done) {
    EmitWaiting(&slots_.front());
    if (slots_.front().in_order) slots_.front().in_order();
    slots_.pop_front();
    ++head_;
  }
  // What the new head wrote so far need not wait for its next piece.
  if (moves && !slots_.empty()) EmitWaiting(&slots_.front());
  progress_->Update(head_);
  if (moves) moved_.notify_all();
  return !results_->failed();
}

void OrderedOutput::EmitWaiting(Slot* slot) {
  waiting_bytes_ -= BytesOf(slot->pieces);
  for (const OutputPiece& piece : slot->pieces) Emit(piece);
  slot->pieces.clear();
}

void OrderedOutput::Emit(const OutputPiece& piece) {
  if (!piece.diagnostic) {
    results_->Write(piece.text);
    return;
  }
  progress_->Clear();
  results_->WriteDiagnostic(piece.text);
}

}  // namespace headwater::cli
