"""Geometry on the ellipsoid: distances, the nearest, the county of a point, bounds."""
