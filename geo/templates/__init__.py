"""HTML that paper and screen share: templates, their macros, their colors and type."""
