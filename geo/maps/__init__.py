"""Folium maps and the door that makes them safe."""
