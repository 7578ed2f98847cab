"""`doctor`: small checks of machine, keys, data and network. Start at `examination.examine`."""
