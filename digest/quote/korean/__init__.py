"""Direct speech in Korean and its speakers: a segment → its quotes.

Read `finder` first: it goes through the steps, each in a file of its own. In the order in which they are
taken:

- the text: `view` (quoted words and brackets blanked out, sentences; the marks are those of
  `digest.quote.marks`), `speech` (what is speech among the marks, or a title, a scare quote);
- a sentence: `word_kinds` (a title, a name, an organisation by its ending), `tokens` (the words, particles
  taken off), `titles` and `noun_phrase` (who a phrase is), `phrases` (the phrases, by their particles);
- the speaker: `beside` (fixed forms right beside the marks), `people` (who was met so far, and whom a short
  name means), `whose` (a sentence that tells whose words they were), `subjects` (which subject of the sentence says it), `doubt` (words the subject did not say),
  `attribution` (the speaker in the article's own words), `speakers` (puts these together and follows who
  goes on speaking).

`words` are the lists of `words.toml`. A step imports only from those named before it.
"""

from digest.quote.korean.finder import find_korean

__all__ = ["find_korean"]
