"""What everybody logs in with at the tests' endpoints."""

PASSWORD = "geheim-䶮-42"
