#include "catalog_handle.h"

#include <vector>

#include "values.h"

namespace py = pybind11;

namespace headwater {
namespace {

// Calls of this thread that are under way: closing from inside one would wait for itself.
thread_local int calls_of_thread = 0;

}  // namespace

void ThrowStatus(const absl::Status& status) {
  if (status.ok()) return;
  const py::object made =
      py::module_::import("headwater.errors")
          .attr("of_status")(static_cast<int>(status.code()), ToPython(status.message()));
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(made.ptr())), made.ptr());
  throw py::error_already_set();
}

CatalogHandle::~CatalogHandle() {
  py::gil_scoped_release release;
  Close();
}

CatalogHandle::Lease CatalogHandle::Take() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!closed_) {
      ++calls_;
      ++calls_of_thread;
      return Lease(this);
    }
  }
  ThrowStatus(absl::CancelledError("the catalog is closed"));
  throw py::error_already_set();  // not reached
}

void CatalogHandle::GiveBack() {
  --calls_of_thread;
  const std::lock_guard<std::mutex> lock(mutex_);
  if (--calls_ == 0) idle_.notify_all();
}

std::shared_ptr<const SchemaProvider> CatalogHandle::CurrentSchema() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (schema_ == nullptr) schema_ = catalog_->Schema();
  return schema_;
}

void CatalogHandle::ForgetSchema() {
  const std::lock_guard<std::mutex> lock(mutex_);
  schema_ = nullptr;
}

void CatalogHandle::Close() {
  std::vector<std::function<void()>> stops;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    for (auto& [id, stop] : iterators_) stops.push_back(stop);
  }
  for (const auto& stop : stops) stop();
  std::unique_lock<std::mutex> lock(mutex_);
  // A call of this very thread ends after this one; the last to hold the object closes it then.
  if (calls_of_thread > 0 && calls_ > 0) return;
  idle_.wait(lock, [this] { return calls_ == 0; });
  schema_ = nullptr;
  const std::unique_ptr<Catalog> catalog = std::move(catalog_);
  lock.unlock();
}

bool CatalogHandle::closed() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return closed_;
}

uint64_t CatalogHandle::AddIterator(std::function<void()> stop) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return 0;
  ++calls_;
  iterators_.emplace(next_iterator_, std::move(stop));
  return next_iterator_++;
}

void CatalogHandle::RemoveIterator(uint64_t id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (iterators_.erase(id) > 0 && --calls_ == 0) idle_.notify_all();
}

}  // namespace headwater
