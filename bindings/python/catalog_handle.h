// An open catalog that may be closed while others use it.

#ifndef HEADWATER_BINDINGS_PYTHON_CATALOG_HANDLE_H_
#define HEADWATER_BINDINGS_PYTHON_CATALOG_HANDLE_H_

#include <pybind11/pybind11.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "headwater/catalog.h"

namespace headwater {

// Raises the exception that headwater/errors.py has for a status. With the interpreter lock.
void ThrowStatus(const absl::Status& status);

// Thread-safe. Close waits for the calls that are under way, so that the catalog's folder is free
// when it returns.
class CatalogHandle {
 public:
  // Keeps the catalog open for one call.
  class Lease {
   public:
    explicit Lease(CatalogHandle* handle) : handle_(handle) {}
    Lease(Lease&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (handle_ != nullptr) handle_->GiveBack();
    }
    Catalog* operator->() const { return handle_->catalog_.get(); }
    Catalog& operator*() const { return *handle_->catalog_; }
    // What the catalog knows of tables, as it was after the newest publication of this object.
    std::shared_ptr<const SchemaProvider> Schema() const { return handle_->CurrentSchema(); }

   private:
    CatalogHandle* handle_;
  };

  explicit CatalogHandle(std::unique_ptr<Catalog> catalog) : catalog_(std::move(catalog)) {}
  ~CatalogHandle();

  // With the interpreter lock; raises CatalogClosedError.
  Lease Take();
  // After a publication: tables may have changed.
  void ForgetSchema();
  void Close();
  bool closed() const;

  // `stop` is called by Close, before it waits. 0: closed already.
  uint64_t AddIterator(std::function<void()> stop);
  void RemoveIterator(uint64_t id);
  // Between the two: the catalog that an iterator's thread walks.
  Catalog* CatalogOfIterator() const { return catalog_.get(); }

 private:
  void GiveBack();
  std::shared_ptr<const SchemaProvider> CurrentSchema();

  mutable std::mutex mutex_;
  std::condition_variable idle_;
  bool closed_ = false;
  int calls_ = 0;
  uint64_t next_iterator_ = 1;
  std::unordered_map<uint64_t, std::function<void()>> iterators_;
  std::unique_ptr<Catalog> catalog_;
  std::shared_ptr<const SchemaProvider> schema_;  // must not outlive the catalog
};

void BindCatalog(pybind11::module_* module);

}  // namespace headwater

#endif  // HEADWATER_BINDINGS_PYTHON_CATALOG_HANDLE_H_
