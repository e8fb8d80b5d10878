"""From nothing to the models, in three steps."""
