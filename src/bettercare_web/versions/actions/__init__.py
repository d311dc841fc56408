"""What keeps, signs, approves or submits a plan: each in one transaction, with its event."""
