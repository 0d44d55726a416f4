"""What a page is made of, on either side: words in both languages, fields, the frame. It knows neither app."""
