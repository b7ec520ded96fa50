"""Makes the bundled geodata again from pinned packages, byte for byte."""
