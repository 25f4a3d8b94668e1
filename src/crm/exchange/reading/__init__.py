"""The pure half of an import: from a file to typed rows and to the organisations they name."""
