"""What we talk about: frozen records and the pure rules on them. Imports attrs and the standard library only."""
