"""Court documents as PDF: what each says is a frozen value, and the same words give the same bytes."""
