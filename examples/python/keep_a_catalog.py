"""The lineage of all tasks in one folder: what a change touches, and how it was before."""

import tempfile

import headwater

JOBS = [
    {"name": "dwd_orders", "owner": "li", "sql": "INSERT OVERWRITE TABLE dwd.orders SELECT id, price * seats AS amount FROM ods.orders"},
    {"name": "dws_sales", "owner": "wang", "sql": "INSERT INTO dws.sales SELECT SUM(amount) AS revenue FROM dwd.orders"},
]

with tempfile.TemporaryDirectory() as folder:
    with headwater.Catalog(f"{folder}/catalog", "create") as catalog:
        print(catalog.ingest(JOBS, "hive").tasks_changed, "tasks")
        JOBS[1]["sql"] += " WHERE amount > 0"
        done = catalog.ingest(JOBS, "hive")
        print(done.tasks_changed, "changed,", done.tasks_unchanged, "unchanged")

        print(catalog.upstream("dws.sales.revenue", kind="direct"))
        impact = catalog.impact("ods.orders.price")
        print([item.node.name for item in impact.assets], impact.owners)
        print(catalog.path("ods.orders.seats", "dws.sales.revenue"))
        for event in catalog.diff(1, 2):
            print(event.name, list(event.changes))
        for hit in catalog.search("revenue"):
            print(hit.node, hit.field)

    try:
        catalog.find("dws.sales")
    except headwater.CatalogClosedError as error:
        print(error.code, error)
