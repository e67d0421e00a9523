"""The values of the demonstration's six markets."""
