"""HTTP routes of sync/v1, one file per subject."""
