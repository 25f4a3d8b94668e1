"""The hall: what every page shares, from its frame to the way a date is written."""
