"""Firm registry data: enterprises, investments and patents, of any size, into typed Parquet."""
