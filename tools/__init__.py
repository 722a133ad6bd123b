"""Scripts for maintainers: they rebuild what the repository ships, and are not shipped."""
