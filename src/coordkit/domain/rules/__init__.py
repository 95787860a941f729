"""Pure functions over records: coverage, encounters, agenda."""
