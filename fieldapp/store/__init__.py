"""The local store: everything the engineer's machine holds, encrypted. Start at `store.store.Store` and
`store.vault.open_vault`.
"""
