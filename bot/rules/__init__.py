"""Pure rules of a mentoring programme: no await, no clock, no database, no platform."""
