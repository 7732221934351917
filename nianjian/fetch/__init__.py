"""Figures from the query service of the statistics bureau, as files of a release of today."""
