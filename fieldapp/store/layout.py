"""Names inside a store's folder."""

FILE_NAME = "orders.db"
SIDE_FILES = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
BACKUPS = "backups"
QUARANTINE = "quarantine"
BLOBS = "blobs"
