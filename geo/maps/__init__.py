"""Folium maps: what is drawn, how it looks, and the pages that hold it. One noun per module."""
