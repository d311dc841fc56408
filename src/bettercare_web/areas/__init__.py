"""Areas, bodies, people, and who may do what."""
