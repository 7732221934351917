"""A study as configuration: from a YAML file to the rows of an indicator system in the seeds.

`reading` takes the file apart, `resolve` says what its names mean and what is wrong with it, `seeds` writes and
removes rows, `coverage` says which figures are there, `asking` makes the YAML on a terminal.
"""
