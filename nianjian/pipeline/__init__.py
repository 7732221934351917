"""Building, checking and publishing a release of the warehouse."""
