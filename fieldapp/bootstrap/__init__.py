"""The only composition root: what the parts are made of is decided here and nowhere else."""
