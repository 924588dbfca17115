#include "lib/analyze/function_catalog.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <iterator>

namespace headwater::analyze {
namespace {

constexpr uint32_t Hash(absl::string_view name) {
  uint32_t hash = static_cast<uint32_t>(name.size());
  for (char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x01000193u;
  return hash ^ (hash >> 15);
}

// A hash table with open addressing that the compiler fills: a process pays nothing for it.
class Catalog {
 public:
  // The traits that a name was given last.
  constexpr void Add(absl::string_view name, FunctionTraits traits) {
    slots_[Slot(name)] = {name, traits};
  }
  constexpr FunctionTraits Find(absl::string_view name) const { return slots_[Slot(name)].traits; }

 private:
  struct Entry {
    absl::string_view name;
    FunctionTraits traits;
  };

  // Where the name is or would be. At least half of the slots are free, or the compiler would not
  // end.
  constexpr size_t Slot(absl::string_view name) const {
    size_t slot = Hash(name) % kSlots;
    while (!slots_[slot].name.empty() && slots_[slot].name != name) slot = (slot + 1) % kSlots;
    return slot;
  }

  static constexpr size_t kSlots = 1024;
  std::array<Entry, kSlots> slots_{};
};

constexpr void Add(Catalog* catalog, FunctionKind kind, bool masking,
                   std::initializer_list<absl::string_view> names) {
  for (absl::string_view name : names) catalog->Add(name, FunctionTraits{kind, masking});
}

constexpr void AddAggregates(Catalog* catalog) {
  Add(catalog, FunctionKind::kAggregate, false,
      {"sum",
       "avg",
       "mean",
       "any",
       "some",
       "every",
       "bool_and",
       "bool_or",
       "bit_and",
       "bit_or",
       "bit_xor",
       "group_concat",
       "string_agg",
       "listagg",
       "std",
       "stddev",
       "stddev_pop",
       "stddev_samp",
       "variance",
       "var_pop",
       "var_samp",
       "variance_pop",
       "variance_samp",
       "covar_pop",
       "covar_samp",
       "covar",
       "corr",
       "corr_welford",
       "skewness",
       "kurtosis",
       "skew",
       "kurt",
       "median",
       "mode",
       "percentile",
       "percentile_approx",
       "approx_percentile",
       "percentile_array",
       "percentile_approx_weighted",
       "percentile_reservoir",
       "histogram_numeric",
       "histogram",
       "hist",
       "compute_stats",
       "ngrams",
       "context_ngrams",
       "regr_avgx",
       "regr_avgy",
       "regr_count",
       "regr_intercept",
       "regr_r2",
       "regr_slope",
       "regr_sxx",
       "regr_sxy",
       "regr_syy",
       "count_min_sketch",
       "bitmap_union",
       "bitmap_union_int",
       "bitmap_agg",
       "bitmap_intersect",
       "group_bit_and",
       "group_bit_or",
       "group_bit_xor",
       "group_bitmap_xor",
       "hll_union",
       "hll_union_agg",
       "hll_raw_agg",
       "hll_sketch_agg",
       "topn",
       "topn_array",
       "topn_weighted",
       "map_agg",
       "map_union_agg",
       "intersect_count",
       "orthogonal_bitmap_intersect",
       "orthogonal_bitmap_intersect_count",
       "orthogonal_bitmap_union_count",
       "bitmap_construct_agg",
       "bitmap_or_agg",
       "retention",
       "window_funnel",
       "sequence_match",
       "sequence_count",
       "avg_weighted",
       "sum0",
       "multi_distinct_sum",
       "quantile_union",
       "try_sum",
       "try_avg",
       "product",
       "kll_sketch_agg_bigint",
       "theta_sketch_agg",
       "theta_union_agg",
       "json_arrayagg",
       "json_objectagg",
       "json_object_agg",
       "group_array_intersect",
       "linear_histogram",
       "bloom_filter_agg",
       "entropy"});
  Add(catalog, FunctionKind::kChoosing, false,
      {"min", "max", "min_by", "max_by", "first", "last", "any_value"});
  Add(catalog, FunctionKind::kCollecting, false,
      {"collect_list", "collect_set", "array_agg", "group_array", "group_uniq_array"});
  Add(catalog, FunctionKind::kAggregate, true,
      {"approx_count_distinct", "ndv", "count_if", "countif", "approx_distinct",
       "multi_distinct_count", "bitmap_union_count", "bitmap_count_agg", "count_by_enum"});
  Add(catalog, FunctionKind::kOrderedSet, false, {"percentile_cont", "percentile_disc"});
  Add(catalog, FunctionKind::kCount, true, {"count"});
}

constexpr void AddWindowFunctions(Catalog* catalog) {
  Add(catalog, FunctionKind::kWindowValue, false,
      {"lag", "lead", "first_value", "last_value", "nth_value"});
  Add(catalog, FunctionKind::kRanking, false,
      {"row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile"});
  Add(catalog, FunctionKind::kGrouping, false, {"grouping", "grouping_id", "grouping__id"});
}

constexpr void AddConditionals(Catalog* catalog) {
  Add(catalog, FunctionKind::kIf, false, {"if", "iff"});
  Add(catalog, FunctionKind::kCoalesce, false, {"coalesce", "nvl", "ifnull", "nanvl"});
  Add(catalog, FunctionKind::kNullIf, false, {"nullif"});
  Add(catalog, FunctionKind::kNvl2, false, {"nvl2"});
  Add(catalog, FunctionKind::kDecode, false, {"decode", "decode_oracle"});
}

constexpr void AddMaskings(Catalog* catalog) {
  Add(catalog, FunctionKind::kScalar, true,
      {"md5",
       "md5sum",
       "md5_number_upper",
       "md5_number_lower",
       "sha",
       "sha1",
       "sha2",
       "sha256",
       "sha512",
       "sm3",
       "sm3sum",
       "hash",
       "hive_hash",
       "murmur_hash",
       "murmur_hash3_32",
       "murmur_hash3_64",
       "xxhash64",
       "xxhash_32",
       "xxhash_64",
       "xxhash32",
       "crc32",
       "crc32c",
       "crc",
       "crc32_internal",
       "mask",
       "mask_first_n",
       "mask_last_n",
       "mask_show_first_n",
       "mask_show_last_n",
       "mask_hash",
       "digital_masking",
       "crc64",
       "siphash"});
}

constexpr void AddNested(Catalog* catalog) {
  Add(catalog, FunctionKind::kStruct, false, {"struct"});
  Add(catalog, FunctionKind::kNamedStruct, false, {"named_struct"});
  Add(catalog, FunctionKind::kArray, false, {"array"});
  Add(catalog, FunctionKind::kMap, false, {"map"});
  Add(catalog, FunctionKind::kSameArray, false,
      {"sort_array", "array_sort", "array_distinct", "array_reverse", "reverse", "slice",
       "array_slice", "shuffle", "array_shuffle", "array_compact"});
  Add(catalog, FunctionKind::kElementAt, false, {"element_at", "try_element_at", "struct_element"});
}

constexpr void AddTableFunctions(Catalog* catalog) {
  Add(catalog, FunctionKind::kExplode, false,
      {"explode", "explode_outer", "unnest", "explode_variant_array", "explode_map",
       "explode_map_outer", "explode_variant_array_outer"});
  Add(catalog, FunctionKind::kPosExplode, false, {"posexplode", "posexplode_outer"});
  Add(catalog, FunctionKind::kInline, false, {"inline", "inline_outer"});
  Add(catalog, FunctionKind::kStack, false, {"stack"});
  Add(catalog, FunctionKind::kJsonTuple, false, {"json_tuple"});
  Add(catalog, FunctionKind::kParseUrlTuple, false, {"parse_url_tuple"});
  Add(catalog, FunctionKind::kExplodeSplit, false,
      {"explode_split", "explode_split_outer", "explode_bitmap", "explode_bitmap_outer",
       "explode_numbers", "explode_numbers_outer", "explode_json_array_int",
       "explode_json_array_int_outer", "explode_json_array_double",
       "explode_json_array_double_outer", "explode_json_array_string",
       "explode_json_array_string_outer", "explode_json_array_json",
       "explode_json_array_json_outer", "explode_json_object", "explode_json_object_outer",
       "variant_explode"});
  Add(catalog, FunctionKind::kGenerator, false,
      {"range", "numbers", "generate_series", "backends", "frontends", "frontends_disks",
       "catalogs", "jobs", "tasks", "workload_groups", "mv_infos", "partitions", "partition_values",
       "active_queries", "queries", "sql_keywords", "collations"});
  Add(catalog, FunctionKind::kFiles, false,
      {"s3", "hdfs", "local", "http", "file", "http_stream", "read_files", "iceberg_meta",
       "hudi_meta", "parquet_meta", "paimon_meta", "query"});
  Add(catalog, FunctionKind::kUnknownTableFunction, false,
      {"replicate_rows", "get_splits", "noop", "noopwithmap", "noopstreaming",
       "noopwithmapstreaming"});
}

constexpr Catalog kFunctions = [] {
  Catalog functions;
  AddAggregates(&functions);
  AddWindowFunctions(&functions);
  AddConditionals(&functions);
  AddMaskings(&functions);
  AddNested(&functions);
  AddTableFunctions(&functions);
  return functions;
}();

constexpr absl::string_view kBareFunctions[] = {
    "current_date",     "current_timestamp", "current_time",   "current_user", "current_catalog",
    "current_database", "current_schema",    "localtimestamp", "session_user", "grouping__id"};

constexpr absl::string_view kVirtualColumns[] = {"input__file__name",
                                                 "block__offset__inside__file",
                                                 "row__offset__inside__block",
                                                 "raw__data__size",
                                                 "row__id",
                                                 "row__is__deleted",
                                                 "_metadata",
                                                 "snapshot__id",
                                                 "partition__spec__id",
                                                 "partition__hash",
                                                 "file__path",
                                                 "row__position",
                                                 "partition__projection"};

template <size_t kSize>
bool Contains(const absl::string_view (&names)[kSize], absl::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

FunctionTraits FindFunction(absl::string_view name) { return kFunctions.Find(name); }

bool IsBareFunction(absl::string_view name) { return Contains(kBareFunctions, name); }

bool IsVirtualColumn(absl::string_view name) { return Contains(kVirtualColumns, name); }

}  // namespace headwater::analyze
