#include "lib/catalog/record_cache.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/format.h"
#include "lib/catalog/reader.h"

namespace headwater::catalog {

namespace {

// Of the name in lower case; FNV-1a, as names are short.
size_t HashName(absl::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) {
    hash ^= static_cast<uint8_t>(absl::ascii_tolower(static_cast<unsigned char>(c)));
    hash *= 0x100000001b3;
  }
  return static_cast<size_t>(hash ^ hash >> 32);
}

}  // namespace

uint32_t Draft::FindColumn(absl::string_view name) const {
  if (index_.empty()) return 0;
  const size_t mask = index_.size() - 1;
  for (size_t at = HashName(name) & mask; index_[at].slot != 0; at = (at + 1) & mask) {
    const absl::string_view known(names_.data() + index_[at].begin, index_[at].size);
    if (absl::EqualsIgnoreCase(known, name)) return index_[at].slot;
  }
  return 0;
}

void Draft::IndexColumn(uint32_t slot) {
  if (index_.size() < 2 * static_cast<size_t>(slot)) return BuildIndex();
  const std::string& name = column(slot)->name();
  const size_t mask = index_.size() - 1;
  size_t at = HashName(name) & mask;
  while (index_[at].slot != 0) at = (at + 1) & mask;
  index_[at] = {static_cast<uint32_t>(names_.size()), static_cast<uint32_t>(name.size()), slot};
  names_.append(name);
}

void Draft::BuildIndex() {
  size_t size = 16;
  while (size < 2 * static_cast<size_t>(record.columns_size())) size *= 2;
  index_.assign(size, Entry());
  names_.clear();
  for (int slot = 1; slot <= record.columns_size(); ++slot) {
    IndexColumn(static_cast<uint32_t>(slot));
  }
}

uint32_t Draft::EnsureColumn(absl::string_view name) {
  const uint32_t known = FindColumn(name);
  if (known != 0) return known;
  if (record.columns_size() >= static_cast<int>(kMostColumns)) return 0;
  v1::AssetColumn* column = record.add_columns();
  column->set_slot(static_cast<uint32_t>(record.columns_size()));
  column->set_name(std::string(name));
  IndexColumn(column->slot());
  return column->slot();
}

void Draft::RenameColumn(absl::string_view from, absl::string_view to) {
  const uint32_t slot = FindColumn(from);
  if (slot == 0) return;
  const uint32_t taken = FindColumn(to);
  // A column of the new name that was there before keeps its slot and its history, not its name.
  if (taken != 0 && taken != slot) {
    v1::AssetColumn* old = column(taken);
    old->set_dropped(true);
    old->set_name(absl::StrCat(old->name(), "#", taken));
  }
  column(slot)->set_name(std::string(to));
  BuildIndex();
}

std::string DatasetName(absl::string_view name) { return absl::StrCat("d", name); }
std::string TaskName(absl::string_view name) { return absl::StrCat("t", name); }
std::string ClassedName(const v1::Asset& asset) {
  return asset.kind() == v1::Asset::TASK ? TaskName(asset.name()) : DatasetName(asset.name());
}

absl::Status RecordCache::Load() {
  const View view(store_);
  const absl::Status status = ReadCounters(view, &next_asset_, &next_epoch_);
  stored_next_asset_ = next_asset_;
  return status;
}

absl::StatusOr<Draft*> RecordCache::ById(uint32_t id) {
  const auto cached = drafts_.find(id);
  if (cached != drafts_.end()) return cached->second.get();
  const auto old = old_drafts_.find(id);
  if (old != old_drafts_.end()) {
    Draft* const result = old->second.get();
    drafts_.emplace(id, std::move(old->second));
    old_drafts_.erase(old);
    return result;
  }
  auto draft = std::make_unique<Draft>();
  const auto found = store_->Get(nullptr, Area::kAssets, AssetKey(id), &draft->stored);
  if (!found.ok()) return found.status();
  if (!*found || !draft->record.ParseFromString(draft->stored)) {
    return Damaged(absl::StrCat("asset ", id, " cannot be read"));
  }
  if (draft->record.columns_size() > 0) draft->BuildIndex();
  return drafts_.emplace(id, std::move(draft)).first->second.get();
}

absl::StatusOr<Draft*> RecordCache::Find(absl::string_view name) {
  const auto cached = names_.find(name);
  if (cached != names_.end()) return ById(cached->second);
  const auto old = old_names_.find(name);
  if (old != old_names_.end()) {
    const uint32_t known = old->second;
    names_.emplace(std::string(name), known);
    return ById(known);
  }
  std::string value;
  const auto found = store_->Get(nullptr, Area::kAssets, NameKey(name), &value);
  if (!found.ok()) return found.status();
  if (!*found) return nullptr;
  uint32_t id = 0;
  uint64_t since = 0;
  if (!ParseNameValue(value, &id, &since)) return Damaged("a name's record cannot be read");
  names_.emplace(std::string(name), id);
  return ById(id);
}

absl::StatusOr<Draft*> RecordCache::Ensure(absl::string_view name, v1::Asset::Kind kind) {
  absl::StatusOr<Draft*> found = Find(name);
  if (!found.ok() || *found != nullptr) return found;
  const uint32_t id = next_asset_++;
  auto draft = std::make_unique<Draft>();
  draft->record.set_id(id);
  draft->record.set_name(std::string(name.substr(1)));
  draft->record.set_kind(kind);
  Draft* result = drafts_.emplace(id, std::move(draft)).first->second.get();
  Touch(result);
  names_[name] = id;
  bound_[name] = {id, true};
  return result;
}

void RecordCache::Bind(const std::string& name, uint32_t id) {
  names_[name] = id;
  bound_[name].asset = id;
}

void RecordCache::Touch(Draft* draft) {
  if (draft->touched) return;
  draft->touched = true;
  touched_.push_back(draft);
}

void RecordCache::Finish(bool ok, bool used_epoch) {
  if (ok) {
    stored_next_asset_ = next_asset_;
    if (used_epoch) ++next_epoch_;
    for (Draft* draft : touched_) draft->touched = false;
  } else {
    next_asset_ = stored_next_asset_;
  }
  touched_.clear();
  bound_.clear();
  if (ok && drafts_.size() <= most_ / 2) return;
  old_drafts_.clear();
  old_names_.clear();
  drafts_.swap(old_drafts_);
  names_.swap(old_names_);
  if (ok) return;
  old_drafts_.clear();
  old_names_.clear();
}

}  // namespace headwater::catalog
