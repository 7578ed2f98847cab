"""The back office's archive of sealed PDFs: a write-once folder tree and a hash-chained register. No Qt, no database."""
