"""CSV, GeoJSON, GeoPackage, GeoParquet and XLSX."""
