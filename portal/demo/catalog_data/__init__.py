"""What the demonstration's own catalog is made of; every manufacturer and product in it is invented."""
