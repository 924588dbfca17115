#include "lib/catalog/record_cache.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "lib/catalog/format.h"
#include "lib/catalog/reader.h"

namespace headwater::catalog {

uint32_t Draft::FindColumn(absl::string_view name) const {
  auto found = slots.find(name);
  if (found == slots.end()) found = slots.find(absl::AsciiStrToLower(name));
  return found == slots.end() ? 0 : found->second;
}

uint32_t Draft::EnsureColumn(absl::string_view name) {
  const uint32_t known = FindColumn(name);
  if (known != 0) return known;
  if (record.columns_size() >= static_cast<int>(kMostColumns)) return 0;
  v1::AssetColumn* column = record.add_columns();
  column->set_slot(static_cast<uint32_t>(record.columns_size()));
  column->set_name(std::string(name));
  slots.emplace(absl::AsciiStrToLower(name), column->slot());
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
    slots[absl::AsciiStrToLower(old->name())] = taken;
  }
  slots.erase(absl::AsciiStrToLower(from));
  column(slot)->set_name(std::string(to));
  slots[absl::AsciiStrToLower(to)] = slot;
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
  auto draft = std::make_unique<Draft>();
  const auto found = store_->Get(nullptr, Area::kAssets, AssetKey(id), &draft->stored);
  if (!found.ok()) return found.status();
  if (!*found || !draft->record.ParseFromString(draft->stored)) {
    return Damaged(absl::StrCat("asset ", id, " cannot be read"));
  }
  for (const v1::AssetColumn& column : draft->record.columns()) {
    draft->slots[absl::AsciiStrToLower(column.name())] = column.slot();
  }
  return drafts_.emplace(id, std::move(draft)).first->second.get();
}

absl::StatusOr<Draft*> RecordCache::Find(absl::string_view name) {
  const auto cached = names_.find(name);
  if (cached != names_.end()) return ById(cached->second);
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
  if (!ok || drafts_.size() > most_) {
    drafts_.clear();
    names_.clear();
  }
}

}  // namespace headwater::catalog
