"""Schema revisions, run through Alembic. Revisions are ordinary modules listed in `runner.REVISIONS`, so that a packaged
program needs no files on disk to find them."""
