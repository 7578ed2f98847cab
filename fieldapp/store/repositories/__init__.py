"""One file per kind of thing kept; each works on the connection of a unit of work and never commits."""
