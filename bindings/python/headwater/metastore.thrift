// The calls and fields of the Hive Metastore that headwater.hive reads. The numbers are the protocol's; fields and
// methods that are not read are left out, as Thrift allows.
namespace py headwater.metastore

struct FieldSchema {
  1: string name,
  2: string type,
  3: string comment
}

struct StorageDescriptor {
  1: list<FieldSchema> cols,
  2: string location
}

struct Table {
  1: string tableName,
  2: string dbName,
  7: StorageDescriptor sd,
  8: list<FieldSchema> partitionKeys,
  10: string viewOriginalText,
  11: string viewExpandedText,
  12: string tableType
}

exception MetaException {
  1: string message
}

exception NoSuchObjectException {
  1: string message
}

exception UnknownDBException {
  1: string message
}

exception UnknownTableException {
  1: string message
}

exception InvalidOperationException {
  1: string message
}

service ThriftHiveMetastore {
  list<string> get_all_databases() throws (1: MetaException o1),
  list<string> get_all_tables(1: string db_name) throws (1: MetaException o1),
  Table get_table(1: string dbname, 2: string tbl_name) throws (1: MetaException o1, 2: NoSuchObjectException o2),
  list<FieldSchema> get_schema(1: string db_name, 2: string table_name)
    throws (1: MetaException o1, 2: UnknownTableException o2, 3: UnknownDBException o3)
}
