"""What is decided about personal information, and the proofs of it."""
