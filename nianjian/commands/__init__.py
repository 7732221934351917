"""The commands, a file each: `add` tells the parser what a command takes, `run` does it and prints what came of it."""
