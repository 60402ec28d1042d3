"""The clock of two things only: deliver what is due, and plan what the programmes' calendars ask."""
