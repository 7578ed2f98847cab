"""The commands, one file each: `register(subparsers)` names the arguments, the handler prints and returns the exit code."""
