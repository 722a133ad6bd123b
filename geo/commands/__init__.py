"""The commands, one module each: what it takes (`add`) and what it does (`run`)."""
