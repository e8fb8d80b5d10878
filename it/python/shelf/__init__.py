"""An application of Django with migrations of the usual kinds."""
