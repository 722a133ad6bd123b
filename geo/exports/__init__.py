"""What is known as files for other programs: CSV, GeoJSON, GeoPackage, GeoParquet, XLSX."""
