"""Data quality: what must hold in the marts, checked by Great Expectations, and the page that shows it."""
