"""The one file that compiled artefacts live in, and the folder where they are cached.

`StoreWriter` writes a store, `Store` maps it; `Table` and `Records` are its large sections, read
without parsing. `resolver.storage.cache` keeps built stores between runs.
"""

from resolver.storage.records import Records
from resolver.storage.store import Store
from resolver.storage.table import Table
from resolver.storage.writer import StoreWriter

__all__ = ["Records", "Store", "StoreWriter", "Table"]
