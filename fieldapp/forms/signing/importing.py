"""pyHanko's modules import each other in circles: two threads that import them at once each see half of one."""

from __future__ import annotations

import threading

IMPORTING = threading.RLock()
"""Held wherever pyHanko may be imported for the first time: warm-up, sync run and verification are threads of their own."""
