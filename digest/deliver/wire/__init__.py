"""How bytes travel: one mechanism for web APIs (`http`), one for mail servers (`dial`)."""
