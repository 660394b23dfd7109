"""Direct speech in English and its speakers: a segment → its quotes.

Read `finder` first: it goes through the steps, each in a file of its own. In the order in which they are
taken:

- the text: `view` (markup blanked out, paragraphs, sentences), `marks` (what stands in quote marks);
- the article's persons: `names` (words with capitals that stand together), `people` (whom it names in full);
- a sentence's speaker: `mention` (a phrase that speaks, with role and organisation), `noun_phrase` (reads
  one), `clauses` (the subject of a verb of saying), `doubt` (words the subject did not say), `whose` (a
  sentence that tells whose words they were), `cues` (who is named before or after the marks);
- the decision: `speakers` (which person, organisation or paper a mention is), `speech` (or a title, a scare
  quote), `houses` (which one "the company" is), `others`
  (whether a sentence speaks of anybody else), `coreference` (whom he or she means, and who goes on speaking).

`words` are the lists of `words.toml`. A step imports only from those named before it.
"""

from digest.quote.english.finder import find_english

__all__ = ["find_english"]
