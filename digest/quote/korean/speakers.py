"""Names the speaker of an utterance, from its sentence and from those before it.

The rule is caution: a subject that may belong to another clause, a pronoun with two persons before
it, a surname that two persons share name nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from digest.model import Attribution, Span
from digest.quote.korean.attribution import attribution
from digest.quote.korean.beside import (
    REPORTS,
    SAID_SO,
    bare_name,
    in_headline,
    noun_after,
    sentence_after,
    source_in,
    speaks,
)
from digest.quote.korean.doubt import gives
from digest.quote.korean.people import Known
from digest.quote.korean.phrases import Phrase, Reading, phrases, read_sentence
from digest.quote.korean.subjects import ASKED, NEXT_CLAUSE, TO_HIM, can_speak, choose
from digest.quote.korean.tokens import SUBJECT, Words, split_words
from digest.quote.korean.view import NEAR
from digest.quote.korean.whose import another_since, rivals, tells_of_views, whose_words
from digest.quote.korean.words import SAID

if TYPE_CHECKING:
    from digest.quote.korean.speech import Speech
    from digest.quote.korean.view import Sentence, View
    from digest.quote.korean.word_kinds import Speaker

_BY_NOUN = re.compile(
    r"(?:이?라)?고\s+(?:\S+\s+){0,2}?(?:지적|말|주장|비판|강조|언급|평가|설명|반박|제안|비난|호소)한\s+(?!바|데|것|뒤|후|점|적|만큼|대로|셈|직후)"
)
_REPORTED = re.compile(r"(?:이?라)?고\s+(?:\S+\s+)?보도[했한]")
_SOURCE = re.compile(r"에 따르면|에 의하면")
_CONTINUED = re.compile(r"\s*(?:이어|이어서|그러면서|또|또한|아울러|그리고|특히|하지만|그러나|다만)[\s,]")
_ANNOUNCED = re.compile(
    r"(?:이렇게|이같이|다음과 같이|이처럼)\s+(?:\S+\s+)?(?:말|밝|전|설명|강조|덧붙|썼|쓰|적)"
)
_TOLD = re.compile(r"(?:말하길|말하기를|쓰길|묻길),?\s*$")
_AMONG = re.compile(r"(\S+들) 사이에서")
_PARTICLE = re.compile(r"(?:이?라)?(?:고|며|면서)?\s*")
_SAID = re.compile("|".join(SAID))


class Discourse:
    """What is known of the speakers up to a point of the article; moves forward only.

    `since` and `until` are the passage's: who spoke before it goes on in none of its quotations, and
    nobody after it speaks them.
    """

    def __init__(self, scene: View, since: int, until: int) -> None:
        self._scene = scene
        self._since = since
        self._until = until
        self._done = 0
        self._known = Known(scene.text)
        self._topic: Speaker | None = None
        self._topic_at = -1
        self._kept: dict[int, Reading] = {}

    def within(self, since: int, until: int) -> Discourse:
        """Return another that goes on from here in a passage; what it reads is read for both."""
        other = Discourse(self._scene, since, until)
        other._done, other._known = self._done, self._known.copy()
        other._topic, other._topic_at, other._kept = self._topic, self._topic_at, self._kept
        return other

    def attribute(self, utterance: tuple[Speech, ...]) -> Attribution | None:
        """Return who says the utterance, None where that is not certain. Call in reading order."""
        scene = self._scene
        first, last = utterance[0].mark.outside, utterance[-1].mark.outside
        index = scene.sentence_at(first.start)
        self._advance(index)
        sentence = scene.sentences[index]
        end = min(scene.sentences[scene.sentence_at(max(last.end - 1, 0))].end, last.end + NEAR)
        sentence = sentence._replace(start=max(sentence.start, first.start - NEAR))
        found, fresh = self._find(utterance, sentence, index, Span(first.start, last.end), end)
        if found is None:
            return None
        if fresh and not found.sure and not found.role and _REPORTED.match(scene.words(last.end, end)):
            found = found._replace(kind="paper")
        if fresh:
            self._remember(found, index)
        return attribution(scene.text, found)

    def _find(
        self, utterance: tuple[Speech, ...], sentence: Sentence, index: int, quote: Span, end: int
    ) -> tuple[Speaker | None, bool]:
        """Return the speaker, resolved, and whether the sentence itself names one."""
        scene = self._scene
        tail = utterance[0].tail
        after = utterance[0].mark.outside.end
        by_noun = _BY_NOUN.match(scene.words(after, end))
        if by_noun:
            return noun_after(scene, after + by_noun.end(), end), True
        if not gives(utterance[-1].tail, scene.words(quote.end, end)):
            return None, False
        before = split_words(scene, sentence.start, quote.start)
        if sentence.headline or bare_name(before):
            return in_headline(before), not sentence.headline
        found, decided = self._in_sentence(tail, sentence.start, before, quote, end, index)
        return (found, True) if decided else (self._carried(utterance, sentence, index, end), False)

    def _in_sentence(
        self, tail: str, start: int, before: Words, quote: Span, end: int, index: int
    ) -> tuple[Speaker | None, bool]:
        """Return whom the sentence names, and whether that settles it."""
        lead = self._scene.words(start, quote.start)
        subjects = phrases(before, subjects_only=True)
        told = bool(_TOLD.search(lead))
        chosen = choose(self._scene, self._known, subjects, quote, told=told) if subjects else None
        if chosen:
            return self._of_phrase(chosen, index), True
        source, among = _SOURCE.search(lead), None if subjects else _AMONG.search(lead)
        woven = source if tail in ("case", "alone") else None
        at = among.end(1) if among else woven.start() if woven else 0
        if at:
            return source_in(self._scene, start, start + at), True
        if subjects:
            return None, False
        unread = any(w.particle in ("은", "는") and w.stem[-1:] not in "하되" for w in before.words)
        if unread or ASKED.match(self._scene.words(quote.end, end)) or TO_HIM.search(lead):
            return (
                None,
                True,
            )  # a subject that can't be read, or “…”고 묻자 …는 웃었다: who laughs did not ask
        whose = whose_words(self._scene, quote.end, end)
        if whose is not False:
            return self._resolved(whose, index) if whose else None, True
        found = self._after(quote.end, end, index) if tail != "of" else None
        if found is None and source:
            found = source_in(self._scene, start, start + source.start())
        return found, found is not None

    def _after(self, start: int, end: int, index: int) -> Speaker | None:
        """Return the subject that stands after the quote: “…”라고 …가 말했다."""
        words = self._scene.words(start, end)
        if not (_SAID.search(words[-40:]) or _ANNOUNCED.search(words[-40:])):
            return None
        particle = _PARTICLE.match(words)
        start += particle.end() if particle else 0
        found = phrases(split_words(self._scene, start, end), subjects_only=True)
        able = [p for p in found if can_speak(p, self._known)]
        apart = words[:1].isspace()  # a sentence of its own: a subject that may be none is not taken on trust
        if apart and tells_of_views(words):
            return None  # 그는 김가나 대표의 말에 웃었다: whose words they were is not said
        able = able or (found if len(found) == 1 and not apart else [])
        able = [p for p in able if not REPORTS.search(self._scene.words(p.end, end))]
        return self._of_phrase(able[-1], index) if able else None

    def _carried(
        self, utterance: tuple[Speech, ...], sentence: Sentence, index: int, end: int
    ) -> Speaker | None:
        """Return the speaker who goes on: 이어 “…”고 덧붙였다, or a quotation that stands alone."""
        scene = self._scene
        alone = utterance[0].tail in ("alone", "lead", "title")
        announced = self._announced(end, index) if alone else False
        if announced is not False or not self._can_go_on(utterance, alone=alone):
            return announced or None
        if self._topic is None or (alone and self._topic.kind != "person"):
            return self._ahead(end) if alone else None
        near = 4 if _CONTINUED.match(scene.words(sentence.start, sentence.end)) else 3
        told = scene.sentences[self._topic_at]
        more = alone and scene.words(utterance[-1].mark.outside.end, end).strip(" .\n")
        if index - self._topic_at > near or told.start < self._since or (more and not speaks(scene, told)):
            return None  # too long ago, in another passage, or nobody spoke there
        if another_since(scene, self._known, self._topic, self._topic_at, index, alone=alone):
            return None
        self._topic_at = index
        return self._topic

    def _can_go_on(self, utterance: tuple[Speech, ...], *, alone: bool) -> bool:
        """Tell whether the words may be of the speaker before: no fragment, no subhead."""
        if utterance[0].tail == "case" or all(s.fragment for s in utterance):
            return False
        words = utterance[0].mark.inside.of(self._scene.text).rstrip()
        return not alone or words.endswith((".", "!", "?", "…"))

    def _announced(self, end: int, index: int) -> Speaker | Literal[False] | None:
        """Return the subject of the next sentence where that says …는 이같이 말했다, or whose words they are."""
        scene = self._scene
        ahead = sentence_after(scene, end, self._until)
        if ahead is None:
            return False
        whose = whose_words(scene, ahead.start, ahead.end)
        if whose is not False:
            return self._resolved(whose, index) if whose else None
        if not SAID_SO.search(scene.words(ahead.start, ahead.end)[-60:]):
            return False
        found = phrases(split_words(scene, ahead.start, ahead.end), subjects_only=True)
        able = [p for p in found if can_speak(p, self._known)] or found
        return self._of_phrase(able[-1], index) if len(able) == 1 else False

    def _ahead(self, end: int) -> Speaker | None:
        """Return the person who goes on speaking in the sentence after a quotation that stands alone."""
        scene = self._scene
        ahead = sentence_after(scene, end, self._until)
        if ahead is None or not _SAID.search(scene.words(ahead.start, ahead.end)[-16:]):
            return None
        found = phrases(split_words(scene, ahead.start, ahead.end), subjects_only=True)
        sure = [p.speaker for p in found if p.read.sure and p.read.kind == "person" and not p.joint]
        return sure[0] if len(sure) == 1 else None

    def _advance(self, index: int) -> None:
        """Read the sentences up to the one of that index, itself for its names only."""
        scene = self._scene
        for sentence in scene.sentences[self._done : index + 1]:
            end = min(sentence.end, sentence.start + 4 * NEAR)
            read = self._kept.pop(self._done, None) or read_sentence(scene, sentence.start, end)
            if self._until < len(scene.text):  # the next passage begins with the sentences of this one
                self._kept[self._done] = read
            for speaker in read.named:
                self._known.meet(speaker)
            for speaker in read.heard:
                self._known.meet(speaker, heard=True)
            if self._done < index and not sentence.headline:
                self._note_topic(read.subjects, self._done)
            self._done += 1

    def _note_topic(self, found: tuple[Phrase, ...], index: int) -> None:
        """Take the topic of a sentence, of its last clause, for what it leaves out after."""
        if self._topic_at >= index or not found:
            return
        if any(p.read.kind == "pronoun" for p in found):
            self._remember(self._pronoun(index), index)
            return
        topics = [p for p in found if SUBJECT[p.particle] > 1] or [p for p in found if p.first <= 1]
        able = [p for p in topics if self._can_act(p)]
        if not able:
            return
        chosen = able[0]
        if len(able) > 1 and NEXT_CLAUSE.search(self._scene.words(able[-2].end, able[-1].end)):
            chosen = able[-1]
        self._remember(self._of_phrase(chosen, index), index)

    def _can_act(self, phrase: Phrase) -> bool:
        return can_speak(phrase, self._known) and not (
            phrase.particle == "도" and phrase.read.kind == "unnamed"
        )

    def _remember(self, speaker: Speaker | None, index: int) -> None:
        self._topic, self._topic_at = speaker, index
        if speaker and speaker.kind == "person" and speaker.name and not speaker.short:
            self._known.meet(speaker)

    def _of_phrase(self, phrase: Phrase, index: int) -> Speaker | None:
        """Return the speaker of a subject; two who say it together are nobody."""
        return None if phrase.joint else self._resolved(phrase.speaker, index)

    def _resolved(self, speaker: Speaker, index: int) -> Speaker | None:
        """Return the speaker under the fullest name that is certain; None for one who can't be told."""
        if speaker.kind == "pronoun":
            return self._pronoun(index)
        if speaker.kind == "role":
            topic = self._topic
            head = speaker.span.of(self._scene.text).split()[-1:]
            same = (
                topic is not None
                and topic.kind == "unnamed"
                and topic.span.of(self._scene.text).endswith(tuple(head))
            )
            return topic if same else None
        if speaker.kind != "person":
            return speaker
        known = self._known
        return known.meant(speaker) or known.meant(speaker, heard=True) or known.told(speaker)

    def _pronoun(self, index: int) -> Speaker | None:
        """Return the person whom 그 means: the topic before, else the only one named just before."""
        topic = self._topic
        if topic is not None:
            one = topic.kind == "person" or (
                topic.kind == "unnamed" and not topic.span.of(self._scene.text).endswith("들")
            )
            close = one and index - self._topic_at <= 4
            return (
                topic
                if close and not rivals(self._scene, self._known, topic, self._topic_at, index)
                else None
            )
        sentences, text = self._scene.sentences, self._scene.text
        if self._topic_at >= max(index - 2, 0):
            return None  # of whom the text spoke last can't be told
        since = sentences[max(index - 2, 0)].start
        until = sentences[index].start
        near = list(self._known.between(since, until))
        return near[-1] if len({s.name.of(text) for s in near if s.name}) == 1 else None
