"""What Luotsi does, a file each. Features do not import one another."""
