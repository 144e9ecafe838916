"""What stands around every page: head, language, glossary, placeholders."""
