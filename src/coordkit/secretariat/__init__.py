"""What a secretariat does, one module each: registry, groups, meetings, correspondence, exchange, reports."""
