"""The endpoint's part of the escalation timetable (§6.1.4): it keeps the time of all orders, and sends the texts."""
