"""What tests change in copies of the project. Each change minds its own tables, so that one refresh takes in several."""
