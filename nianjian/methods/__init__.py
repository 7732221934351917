"""The methods: pure functions of arrays. numpy in, numpy out; no files, no tables, no hidden settings."""
