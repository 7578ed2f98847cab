"""Sync with the central ITSM endpoint: no Qt, no threads. `engine.run_once` is the whole of it."""
