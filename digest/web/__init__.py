"""The page on which a reader leaves (`digest web`)."""
