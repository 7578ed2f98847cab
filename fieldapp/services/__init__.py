"""Use cases. Synchronous, without threads and without Qt; every write is one transaction of the store."""
