"""Notes on AWS re:Invent talks: reading, joining, finding and marking them. Knows no terminal."""

__version__ = "0.1.0"
