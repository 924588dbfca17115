// Text between Python and the library.

#ifndef HEADWATER_BINDINGS_PYTHON_VALUES_H_
#define HEADWATER_BINDINGS_PYTHON_VALUES_H_

#include <pybind11/pybind11.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace headwater {

// Text of the library is UTF-8; what a script in another encoding left in it is replaced.
inline pybind11::str ToPython(absl::string_view text) {
  PyObject* made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace");
  if (made == nullptr) throw pybind11::error_already_set();
  return pybind11::reinterpret_steal<pybind11::str>(made);
}

// The bytes of a str or bytes object, which must outlive the view. A str that UTF-8 cannot hold
// (lone surrogates) raises UnicodeEncodeError, anything else TypeError.
inline absl::string_view TextOf(const pybind11::handle& object) {
  if (PyUnicode_Check(object.ptr())) {
    Py_ssize_t size = 0;
    const char* data = PyUnicode_AsUTF8AndSize(object.ptr(), &size);
    if (data == nullptr) throw pybind11::error_already_set();
    return absl::string_view(data, static_cast<size_t>(size));
  }
  if (PyBytes_Check(object.ptr())) {
    return absl::string_view(PyBytes_AS_STRING(object.ptr()),
                             static_cast<size_t>(PyBytes_GET_SIZE(object.ptr())));
  }
  throw pybind11::type_error(
      absl::StrCat("expected str or bytes, not ", Py_TYPE(object.ptr())->tp_name));
}

inline std::string StringOf(const pybind11::handle& object) {
  const absl::string_view text = TextOf(object);
  return std::string(text.data(), text.size());
}

}  // namespace headwater

#endif  // HEADWATER_BINDINGS_PYTHON_VALUES_H_
