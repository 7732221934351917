"""Landing of yearbook files: what sources hand out, read as it stands, and a sample of such files."""
