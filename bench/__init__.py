"""Benchmarks of the method library; see README.md."""
