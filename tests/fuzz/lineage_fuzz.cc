// Text to lineage, in the dialect that the first byte chooses: nothing may crash, hang or leak, and
// every result must be valid UTF-8 (protobuf would refuse to write it).

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "headwater/headwater.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  headwater::LineageOptions options;
  options.dialect = static_cast<headwater::Dialect>(data[0] % headwater::kDialectCount);
  options.expand_views = (data[0] & 0x40) != 0;
  options.keep_temporary = (data[0] & 0x80) != 0;
  options.variables = {{"x", "a.b"}, {"dt", "'2024-01-01'"}};
  const std::string sql(reinterpret_cast<const char*>(data + 1), size - 1);
  auto lineage = headwater::ExtractLineage(sql, options);
  if (!lineage.ok()) std::abort();
  std::string bytes;
  if (!lineage->SerializeToString(&bytes)) std::abort();
  headwater::v1::ScriptLineage again;
  if (!again.ParseFromString(bytes)) std::abort();  // a string is not UTF-8
  for (const auto& statement : lineage->statements()) {
    if (uint64_t{statement.span().offset()} + statement.span().length() > sql.size()) std::abort();
  }
  return 0;
}
