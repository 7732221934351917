"""What is said of a published warehouse: traces, differences, summaries. Reads, never writes."""
