// Protobuf messages as named tuples of headwater/catalog_model.py, and back, by reflection: a field
// that catalog.proto gains needs a line in Python and none here.

#ifndef HEADWATER_BINDINGS_PYTHON_MESSAGE_RECORD_H_
#define HEADWATER_BINDINGS_PYTHON_MESSAGE_RECORD_H_

#include <pybind11/pybind11.h>

#include <string>

#include "google/protobuf/message.h"

namespace headwater {

// `types`: a message's name ("Asset", "CatalogStats.Area") to its named tuple, whose fields are
// named as the message's are. Once, when the package is imported.
void RegisterMessages(const pybind11::dict& types);

// The named tuple of a message: strings, numbers, names of enum values, tuples of repeated fields.
pybind11::object ToRecord(const google::protobuf::Message& message);

// One field, and one element of a repeated field, as ToRecord has them.
pybind11::object FieldOf(const google::protobuf::Message& message, const std::string& name);
size_t SizeOf(const google::protobuf::Message& message, const std::string& name);
pybind11::object ElementOf(const google::protobuf::Message& message, const std::string& name,
                           size_t i);

// Fills a message from a dict or a named tuple. A message may be given as its bytes, too; None is
// as good as absent. TypeError and ValueError name the field.
void Fill(const pybind11::handle& object, google::protobuf::Message* message);

}  // namespace headwater

#endif  // HEADWATER_BINDINGS_PYTHON_MESSAGE_RECORD_H_
