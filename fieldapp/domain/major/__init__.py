"""§7 重大事件: who is in charge, what to investigate first, which updates are due, what the plans said at each version."""
