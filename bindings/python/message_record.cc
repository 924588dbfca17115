#include "message_record.h"

#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "headwater/v1/catalog.pb.h"
#include "values.h"

namespace py = pybind11;

namespace headwater {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

struct RecordShape {
  PyTypeObject* type;
  std::vector<const FieldDescriptor*> fields;
};

// Lives as long as the process, as the module does; written under the interpreter lock only.
absl::flat_hash_map<const Descriptor*, RecordShape>& Shapes() {
  static auto* shapes = new absl::flat_hash_map<const Descriptor*, RecordShape>();
  return *shapes;
}

py::object TextObject(const FieldDescriptor* field, const std::string& text) {
  if (field->type() == FieldDescriptor::TYPE_BYTES) return py::bytes(text);
  return ToPython(text);
}

py::object EnumObject(const EnumValueDescriptor* value) {
  // "..._UNSPECIFIED" is what nobody set.
  return value->number() == 0 ? py::str() : ToPython(value->name());
}

py::object ValueOf(const Message& message, const FieldDescriptor* field) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return py::bool_(reflection->GetBool(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return py::int_(reflection->GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return py::int_(reflection->GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return py::int_(reflection->GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return py::int_(reflection->GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return py::float_(reflection->GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return py::float_(reflection->GetFloat(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumObject(reflection->GetEnum(message, field));
    case FieldDescriptor::CPPTYPE_STRING:
      return TextObject(field, reflection->GetString(message, field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (!reflection->HasField(message, field)) return py::none();
      return ToRecord(reflection->GetMessage(message, field));
  }
  return py::none();
}

py::object ElementValue(const Message& message, const FieldDescriptor* field, int i) {
  const Reflection* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return py::int_(reflection->GetRepeatedUInt32(message, field, i));
    case FieldDescriptor::CPPTYPE_UINT64:
      return py::int_(reflection->GetRepeatedUInt64(message, field, i));
    case FieldDescriptor::CPPTYPE_STRING:
      return TextObject(field, reflection->GetRepeatedString(message, field, i));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ToRecord(reflection->GetRepeatedMessage(message, field, i));
    default:
      throw py::type_error(absl::StrCat(field->full_name(), " is of a type without conversion"));
  }
}

py::object FieldValue(const Message& message, const FieldDescriptor* field) {
  if (!field->is_repeated()) return ValueOf(message, field);
  const int size = message.GetReflection()->FieldSize(message, field);
  py::tuple values(size);
  for (int i = 0; i < size; ++i) values[i] = ElementValue(message, field, i);
  return values;
}

const FieldDescriptor* FieldNamed(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) throw py::attribute_error(name);
  return field;
}

py::type_error WrongType(const FieldDescriptor* field, const char* expected,
                         const py::handle& value) {
  return py::type_error(absl::StrCat(field->name(), ": expected ", expected, ", not ",
                                     Py_TYPE(value.ptr())->tp_name));
}

template <typename Number>
Number NumberOf(const FieldDescriptor* field, const py::handle& value) {
  if (!PyLong_Check(value.ptr())) throw WrongType(field, "int", value);
  try {
    return py::cast<Number>(value);
  } catch (const py::cast_error&) {
    throw py::value_error(
        absl::StrCat(field->name(), ": ", StringOf(py::repr(value)), " is negative or too large"));
  }
}

std::string TextValue(const FieldDescriptor* field, const py::handle& value) {
  if (!PyUnicode_Check(value.ptr()) && !PyBytes_Check(value.ptr())) {
    throw WrongType(field, field->type() == FieldDescriptor::TYPE_BYTES ? "bytes" : "str", value);
  }
  return StringOf(value);
}

int EnumNumber(const FieldDescriptor* field, const py::handle& value) {
  const std::string name = TextValue(field, value);
  if (name.empty()) return 0;
  const EnumValueDescriptor* found = field->enum_type()->FindValueByName(name);
  if (found == nullptr) {
    std::string known;
    for (int i = 1; i < field->enum_type()->value_count(); ++i) {
      absl::StrAppend(&known, i > 1 ? ", " : "", field->enum_type()->value(i)->name());
    }
    throw py::value_error(absl::StrCat(field->name(), ": \"", name, "\" is none of ", known));
  }
  return found->number();
}

void SetValue(const FieldDescriptor* field, const py::handle& value, Message* message) {
  const Reflection* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!PyBool_Check(value.ptr())) throw WrongType(field, "bool", value);
      return reflection->SetBool(message, field, value.ptr() == Py_True);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->SetUInt32(message, field, NumberOf<uint32_t>(field, value));
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->SetUInt64(message, field, NumberOf<uint64_t>(field, value));
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(message, field, NumberOf<int64_t>(field, value));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(message, field, EnumNumber(field, value));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(message, field, TextValue(field, value));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(value, reflection->MutableMessage(message, field));
    default:
      throw py::type_error(absl::StrCat(field->full_name(), " is of a type without conversion"));
  }
}

void AddValue(const FieldDescriptor* field, const py::handle& value, Message* message) {
  const Reflection* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->AddUInt32(message, field, NumberOf<uint32_t>(field, value));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->AddString(message, field, TextValue(field, value));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return Fill(value, reflection->AddMessage(message, field));
    default:
      throw py::type_error(absl::StrCat(field->full_name(), " is of a type without conversion"));
  }
}

void SetField(const std::string& name, const py::handle& value, Message* message) {
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) {
    throw py::type_error(absl::StrCat(message->GetDescriptor()->name(), " has no field ", name));
  }
  if (value.is_none()) return;
  if (!field->is_repeated()) return SetValue(field, value, message);
  if (PyUnicode_Check(value.ptr()) || PyBytes_Check(value.ptr())) {
    throw WrongType(field, "a sequence", value);
  }
  for (const py::handle element : value) AddValue(field, element, message);
}

}  // namespace

void RegisterMessages(const py::dict& types) {
  for (const auto& [key, value] : types) {
    const std::string name = StringOf(key);
    const Descriptor* message =
        v1::Asset::descriptor()->file()->pool()->FindMessageTypeByName("headwater.v1." + name);
    if (message == nullptr) throw py::value_error(absl::StrCat("no message ", name));
    RecordShape shape{reinterpret_cast<PyTypeObject*>(value.ptr()), {}};
    if (!PyType_Check(value.ptr()) || !PyType_IsSubtype(shape.type, &PyTuple_Type)) {
      throw py::type_error("records are named tuples");
    }
    for (const py::handle field : value.attr("_fields")) {
      // "from_": a word of Python's own.
      const std::string field_name(absl::StripSuffix(StringOf(field), "_"));
      shape.fields.push_back(message->FindFieldByName(field_name));
      if (shape.fields.back() == nullptr) {
        throw py::value_error(absl::StrCat(name, " has no field ", field_name));
      }
    }
    value.inc_ref();
    Shapes()[message] = std::move(shape);
  }
}

py::object ToRecord(const Message& message) {
  const auto found = Shapes().find(message.GetDescriptor());
  if (found == Shapes().end()) {
    throw py::type_error(absl::StrCat("no record for ", message.GetDescriptor()->full_name()));
  }
  const RecordShape& shape = found->second;
  const auto size = static_cast<Py_ssize_t>(shape.fields.size());
  // tp_alloc leaves the fields null, which Python's collector and destructor understand.
  const auto record = py::reinterpret_steal<py::object>(shape.type->tp_alloc(shape.type, size));
  if (!record) throw py::error_already_set();
  for (Py_ssize_t i = 0; i < size; ++i) {
    PyTuple_SET_ITEM(record.ptr(), i, FieldValue(message, shape.fields[i]).release().ptr());
  }
  return record;
}

py::object FieldOf(const Message& message, const std::string& name) {
  return FieldValue(message, FieldNamed(message, name));
}

size_t SizeOf(const Message& message, const std::string& name) {
  return static_cast<size_t>(
      message.GetReflection()->FieldSize(message, FieldNamed(message, name)));
}

py::object ElementOf(const Message& message, const std::string& name, size_t i) {
  if (i >= SizeOf(message, name)) throw py::index_error("no such element");
  return ElementValue(message, FieldNamed(message, name), static_cast<int>(i));
}

void Fill(const py::handle& object, Message* message) {
  if (PyBytes_Check(object.ptr())) {
    const absl::string_view bytes = TextOf(object);
    if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      throw py::value_error(absl::StrCat("not a ", message->GetDescriptor()->name()));
    }
    return;
  }
  if (PyDict_Check(object.ptr())) {
    for (const auto& [name, value] : py::reinterpret_borrow<py::dict>(object)) {
      SetField(StringOf(name), value, message);
    }
    return;
  }
  if (!PyTuple_Check(object.ptr()) || !py::hasattr(object, "_fields")) {
    throw py::type_error(absl::StrCat("expected a ", message->GetDescriptor()->name(), ", not ",
                                      Py_TYPE(object.ptr())->tp_name));
  }
  const auto names = py::cast<py::tuple>(object.attr("_fields"));
  const auto values = py::reinterpret_borrow<py::tuple>(object);
  for (size_t i = 0; i < names.size(); ++i) SetField(StringOf(names[i]), values[i], message);
}

}  // namespace headwater
