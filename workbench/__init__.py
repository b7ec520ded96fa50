"""The address workbench: offline geocoding, delivery maps and dispatch for letters to borrowers in China.

Import what is needed from the floor that owns it, for example ``from workbench.geocoding import Geocoder``.
"""

__version__ = "0.1.0"
