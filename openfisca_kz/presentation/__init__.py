"""All text, HTML and charts; nothing below this room prints."""
