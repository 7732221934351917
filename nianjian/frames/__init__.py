"""Between tables and arrays: frames in, matrices out, and back. No files, no dbt, no formulas."""
