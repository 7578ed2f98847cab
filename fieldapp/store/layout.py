"""Names of files and folders: of the vault and the store in the data folder, and of what is inside the store's own."""

STORE_FOLDER = "store"
VAULT_MARKER = "vault-keyring.json"
VAULT_FILE = "vault.json"
RESTORE_FOLDER = "restoring"

FILE_NAME = "orders.db"
SIDE_FILES = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
BACKUPS = "backups"
QUARANTINE = "quarantine"
BLOBS = "blobs"
