"""Names the speaker of an utterance, from its sentence and from those before it.

The rule is caution: a subject that may belong to another clause, a pronoun with two persons before
it, a surname that two persons share name nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from digest.model import Attribution, Span
from digest.quote.korean_names import is_name, is_title
from digest.quote.korean_phrases import SUBJECT, Phrase, Word, phrase_at, phrases, split_words
from digest.quote.korean_words import MEDIA, SAID, SURNAMES

if TYPE_CHECKING:
    from digest.quote.korean_names import Speaker
    from digest.quote.korean_speech import Speech
    from digest.quote.korean_view import Sentence, View

_BY_NOUN = re.compile(
    r"(?:이?라)?고\s+(?:\S+\s+){0,2}?(?:지적|말|주장|비판|강조|언급|평가|설명|반박|제안|비난|호소)한\s+(?!바|데|것|뒤|후|점|적|만큼|대로|셈|직후)"
)
_SOURCE = re.compile(r"에 따르면|에 의하면")
_CONTINUED = re.compile(r"\s*(?:이어|이어서|그러면서|또|또한|아울러|그리고|특히|하지만|그러나|다만)[\s,]")
_ANNOUNCED = re.compile(r"(?:이렇게|이같이|다음과 같이|이처럼)\s+(?:\S+\s+)?(?:말|밝|전|설명|강조|덧붙|썼|쓰|적)")
_OTHER_CLAUSE = re.compile(r"(?:데|것|점|바)(?:에|을|를)?\s+(?:대해|두고|관해|관련)|[가-힣](?:자|뒤|후)(?=\s)|묻자")
_RETOLD = re.compile(r"(?:이?라)?고\s+(?:\S+\s+)?(?:말|밝|전|주장|설명|강조|덧붙)\S*다고\s[^.]*?(?:보도|전)")
_NEXT_CLAUSE = re.compile(r"(?:고|지만|으나|며|는데|자|면서),? ")
_TOLD = re.compile(r"(?:말하길|말하기를|쓰길|묻길),?\s*$")
_AMONG = re.compile(r"(\S+들) 사이에서")
_VERB_STEM = re.compile(r"^.?[하되리기지치키이시우추르오나내](?:는|은|도)$|(?:하|되|시키|[어여러려]\S)(?:는|은|도)$")
_REPORTS = re.compile(r"[다라자냐]고 |달라고 ")
_CAPTION = re.compile(r"\([^()A-Za-z]*\)$")
_PARTICLE = re.compile(r"(?:이?라)?(?:고|며|면서)?\s*")
_RELATIVE = re.compile(r"[가-힣](?:한|된|던|하는|되는)\s")
_WHERE = re.compile(r"(?:에서|인터뷰|회견|통해)")
_SAID = re.compile("|".join(SAID))


class Discourse:
    """What is known of the speakers up to a point of the text; moves forward only."""

    def __init__(self, scene: View, since: int) -> None:
        self._scene = scene
        self._since = since
        self._done = 0
        self._known: list[Speaker] = []
        self._heard: list[Speaker] = []
        self._topic: Speaker | None = None
        self._topic_at = -1

    def opens(self, inside: Span) -> bool:
        """Tell whether a quotation whose first mark is missing can begin here: not with its speaker."""
        words = split_words(self._scene, inside.start, inside.end)[:5]
        return not any(p.speaker.sure or p.speaker.kind == "pronoun" for p in phrases(words, subjects_only=True))

    def attribute(self, utterance: tuple[Speech, ...]) -> Attribution | None:
        """Return who says the utterance, None where that is not certain. Call in reading order."""
        scene = self._scene
        first, last = utterance[0].mark.outside, utterance[-1].mark.outside
        index = scene.sentence_at(first.start)
        self._advance(index)
        sentence = scene.sentences[index]
        end = max(sentence.end, scene.sentences[scene.sentence_at(max(last.end - 1, 0))].end)
        found, fresh = self._find(utterance, sentence, index, Span(first.start, last.end), end)
        if found is None:
            return None
        if fresh:
            self._remember(found, index)
        return self._attribution(found)

    def _find(
        self, utterance: tuple[Speech, ...], sentence: Sentence, index: int, quote: Span, end: int
    ) -> tuple[Speaker | None, bool]:
        """Return the speaker, resolved, and whether the sentence itself names one."""
        scene = self._scene
        tail = utterance[0].tail
        after = utterance[0].mark.outside.end
        by_noun = _BY_NOUN.match(scene.words(after, end))
        if by_noun:
            return self._noun_after(after + by_noun.end(), end), True
        before = split_words(scene, sentence.start, quote.start)
        if sentence.headline or self._bare_name(before):
            return self._in_headline(before), not sentence.headline
        lead = scene.words(sentence.start, quote.start)
        source = _SOURCE.search(lead)
        among = _AMONG.search(lead)
        subjects = phrases(before, subjects_only=True)
        if subjects:
            chosen = self._choose(subjects, quote.start, quote.end, told=bool(_TOLD.search(lead)))
            if chosen:
                return self._resolved(chosen.speaker, index), True
            if source and tail in ("case", "alone"):
                return self._source(sentence.start, sentence.start + source.start()), True
        elif among:
            return self._source(sentence.start, sentence.start + among.end(1)), True
        elif source and tail in ("case", "alone"):
            return self._source(sentence.start, sentence.start + source.start()), True
        elif any(w.particle in ("은", "는") and w.stem[-1:] not in "하되" for w in before):
            return None, True  # a subject, but one that can't be read
        else:
            found = self._after(quote.end, end, index)
            if found is not None:
                return found, True
            if source:
                return self._source(sentence.start, sentence.start + source.start()), True
        return self._carried(utterance, sentence, index, end), False

    def _bare_name(self, before: list[Word]) -> bool:
        """Tell a name that stands before the mark without a particle: 김가나 “…”고 말했다."""
        return len(before) == 1 and not before[0].particle and is_name(before[0].stem)

    def _choose(self, subjects: list[Phrase], at: int, end: int, *, told: bool) -> Phrase | None:
        """Return the subject of the saying: the topic, else a subject of no other clause.

        A topic within a topic (A는 B는 …) leaves it to the first if that is a person, the last after a
        clause that ended (…했고, B는).
        """
        words = self._scene.words
        if told or (_RETOLD.match(words(end, end + 60)) and words(subjects[-1].end, at).count(" ") < 8):
            return subjects[-1]
        topics = [p for p in subjects if SUBJECT[p.particle] > 1]
        sure = [p for p in topics if p.speaker.sure or p.speaker.kind == "pronoun" or self._known_as(p.speaker)]
        close = subjects[-1] if not words(subjects[-1].end, at).strip() else None
        if close and close not in sure and (close in topics or not sure):
            return close
        if len(sure) > 1 and not _NEXT_CLAUSE.search(words(sure[-2].end, sure[-1].end)):
            return sure[0] if sure[0].speaker.kind in ("person", "pronoun") else None
        if sure:
            return sure[-1]
        for phrase in reversed(topics or subjects):
            inner = words(phrase.end, at)
            if SUBJECT[phrase.particle] == 1 and not phrase.speaker.sure and _NEXT_CLAUSE.search(inner):
                return None
            loose = not phrase.speaker.sure and _RELATIVE.search(inner) and not _WHERE.search(inner)
            if SUBJECT[phrase.particle] == 1 and (loose or _OTHER_CLAUSE.search(inner)):
                return None
            if phrase.speaker.sure or _named_like(phrase, topics):
                return phrase
        return None

    def _noun_after(self, start: int, end: int) -> Speaker | None:
        words = split_words(self._scene, start, end)
        for i, word in enumerate(words[:8]):
            if word.particle and word.particle != "의":
                phrase = phrase_at(words[: i + 1], i)
                return phrase.speaker if phrase and phrase.speaker.sure else None
        return None

    def _after(self, start: int, end: int, index: int) -> Speaker | None:
        """Return the subject that stands after the quote: “…”라고 …가 말했다."""
        words = self._scene.words(start, end)
        if not _SAID.search(words[-40:]):
            return None
        start += len(_PARTICLE.match(words)[0])  # type: ignore[index]
        found = phrases(split_words(self._scene, start, end), subjects_only=True)
        able = [p for p in found if p.speaker.sure or p.speaker.kind == "pronoun" or self._known_as(p.speaker)]
        able = able or (found if len(found) == 1 else [])
        able = [p for p in able if not _REPORTS.search(self._scene.words(p.end, end))]
        return self._resolved(able[-1].speaker, index) if able else None

    def _source(self, start: int, end: int) -> Speaker | None:
        words = split_words(self._scene, start, end)
        phrase = phrase_at(words, len(words) - 1) if words else None
        return phrase.speaker if phrase and phrase.speaker.name or phrase and phrase.speaker.sure else None

    def _in_headline(self, before: list[Word]) -> Speaker | None:
        if not before:
            return None
        phrase = phrase_at(before, len(before) - 1)
        bare = not before[-1].comma and before[-1].particle in ("", *SUBJECT)
        return phrase.speaker if phrase and phrase.speaker.sure and bare else None

    def _carried(self, utterance: tuple[Speech, ...], sentence: Sentence, index: int, end: int) -> Speaker | None:
        """Return the speaker who goes on: 이어 “…”고 덧붙였다, or a quotation that stands alone."""
        scene = self._scene
        alone = utterance[0].tail in ("alone", "lead", "title")
        if alone and index + 1 < len(scene.sentences):
            ahead = scene.sentences[scene.sentence_at(end)]
            words = scene.words(ahead.start, ahead.end)
            if ahead.start >= end and _ANNOUNCED.search(words[-60:]):
                found = phrases(split_words(scene, ahead.start, ahead.end), subjects_only=True)
                return self._resolved(found[-1].speaker, index) if found else None
        if utterance[0].tail == "case" or all(s.fragment for s in utterance):
            return None
        if alone and not utterance[0].mark.inside.of(scene.text).rstrip().endswith((".", "!", "?", "…")):
            return None  # a subhead
        if self._topic is None or (alone and self._topic.kind != "person"):
            return self._ahead(end) if alone else None
        if scene.sentences[self._topic_at].start < self._since:
            return None  # said in another passage
        near = index - self._topic_at
        continued = bool(_CONTINUED.match(scene.words(sentence.start, sentence.end)))
        if near > (4 if continued else 3):
            return None
        self._topic_at = index
        return self._topic

    def _ahead(self, end: int) -> Speaker | None:
        """Return the person who goes on speaking in the sentence after a quotation that stands alone."""
        scene = self._scene
        sentence = scene.sentences[scene.sentence_at(end + 1)]
        if sentence.start < end or not _SAID.search(scene.words(sentence.start, sentence.end)[-16:]):
            return None
        found = phrases(split_words(scene, sentence.start, sentence.end), subjects_only=True)
        sure = [p.speaker for p in found if p.speaker.sure and p.speaker.kind == "person"]
        return sure[0] if len(sure) == 1 else None

    def _advance(self, index: int) -> None:
        """Read the sentences up to the one of that index, itself for its names only."""
        scene = self._scene
        while self._done <= index and self._done < len(scene.sentences):
            sentence = scene.sentences[self._done]
            words = split_words(scene, sentence.start, sentence.end)
            for phrase in phrases(words):
                speaker = phrase.speaker
                if speaker.kind == "person" and speaker.sure and not speaker.short:
                    self._known.append(speaker)
                elif speaker.kind == "person" and phrase.particle in SUBJECT and phrase.last > phrase.first:
                    self._heard.append(speaker)
            if self._done < index and not sentence.headline:
                self._note_topic(words, self._done)
            self._done += 1

    def _note_topic(self, words: list[Word], index: int) -> None:
        if self._topic_at >= index:
            return
        found = phrases(words, subjects_only=True)
        if any(p.speaker.kind == "pronoun" for p in found):
            self._remember(self._pronoun(index), index)
            return
        topics = [p for p in found if SUBJECT[p.particle] > 1] or [p for p in found if p.first <= 1]
        able = [p for p in topics if self._can_act(p)]
        if not able:
            return
        chosen = able[0]
        if len(able) > 1 and _NEXT_CLAUSE.search(self._scene.words(able[-2].end, able[-1].end)):
            chosen = able[-1]
        self._remember(self._resolved(chosen.speaker, index), index)

    def _can_act(self, phrase: Phrase) -> bool:
        sure = phrase.speaker.sure or self._known_as(phrase.speaker) is not None
        return sure and not (phrase.particle == "도" and phrase.speaker.kind == "unnamed")

    def _remember(self, speaker: Speaker | None, index: int) -> None:
        self._topic, self._topic_at = speaker, index
        if speaker and speaker.kind == "person" and speaker.name and not speaker.short:
            self._known.append(speaker)

    def _resolved(self, speaker: Speaker, index: int) -> Speaker | None:
        """Return the speaker under the fullest name that is certain; None for one who can't be told."""
        if speaker.kind == "pronoun":
            return self._pronoun(index)
        if speaker.kind == "role":
            topic = self._topic
            head = speaker.span.of(self._scene.text).split()[-1:]
            same = topic is not None and topic.kind == "unnamed" and topic.span.of(self._scene.text).endswith(tuple(head))
            return topic if same else None
        if speaker.kind != "person":
            return speaker
        return self._known_as(speaker) or self._known_as(speaker, heard=True) or speaker

    def _pronoun(self, index: int) -> Speaker | None:
        """Return the person whom 그 means: the topic before, else the only one named just before."""
        topic = self._topic
        if topic is not None:
            one = topic.kind == "person" or (topic.kind == "unnamed" and not topic.span.of(self._scene.text).endswith("들"))
            able = one and index - self._topic_at <= 4
            return topic if able else None
        sentences, text = self._scene.sentences, self._scene.text
        since = sentences[max(index - 2, 0)].start
        until = sentences[index].start
        near = [s for s in self._known if since <= s.span.start < until]
        return near[-1] if len({s.name.of(text) for s in near if s.name}) == 1 else None

    def _known_as(self, speaker: Speaker, *, heard: bool = False) -> Speaker | None:
        """Return the one person met before whom this name can mean.

        `heard` asks those whose name was not recognised as one for certain.
        """
        if speaker.kind != "person" or not speaker.name:
            return None
        text = self._scene.text
        name = speaker.name.of(text).split()
        if not speaker.sure and len(name) > 1 and is_title(name[-1]):
            name = name[:-1]  # 비티 회장
        full: dict[str, Speaker] = {}
        for other in self._heard if heard else self._known:
            if other.name and other.span != speaker.span and self._means(speaker, name, other):
                whole = other.name.of(text)
                if whole not in full or (other.role and not full[whole].role):
                    full[whole] = other
        if len(full) != 1:
            return None
        (other,) = full.values()
        if speaker.role and not other.role:
            other = replace(other, role=speaker.role)
        return other

    def _means(self, speaker: Speaker, name: list[str], other: Speaker) -> bool:
        text = self._scene.text
        full = other.name.of(text).split() if other.name else []
        if speaker.short:
            if len(full) != 1 or len(full[0]) < 2 or full[0][0] != name[0] or name[0] not in SURNAMES:
                return False
            role = other.role.of(text).replace(" ", "") if other.role else ""
            return "".join(name[1:]) in role
        if len(full) == len(name):
            return full == name
        return len(full) > len(name) and (full[-len(name) :] == name or full[: len(name)] == name)

    def _attribution(self, speaker: Speaker) -> Attribution | None:
        text = self._scene.text
        name, role, organisation = (_CAPTION.sub("", s.of(text)) if s else "" for s in (speaker.name, speaker.role, speaker.organisation))
        if speaker.kind == "unnamed":
            return Attribution("unnamed", role=role)
        if speaker.kind in ("pronoun", "role") or not name:
            return None
        if speaker.kind == "person":
            bound = self._abbreviated(name)
            if bound:
                return Attribution("paper", bound)
            return Attribution("person", name, role, organisation)
        return Attribution("paper" if speaker.kind == "paper" else "organisation", name)

    def _abbreviated(self, name: str) -> str:
        """Return the paper that the text bound to these letters: 월스트리트저널(WSJ)."""
        if not name.isascii() or " " in name:
            return ""
        at = self._scene.text.find(f"({name})")
        words = self._scene.text[max(0, at - 30) : at].split() if at > 0 else []
        return words[-1] if words and words[-1].endswith(MEDIA) else ""


def _named_like(phrase: Phrase, topics: list[Phrase]) -> bool:
    """Tell an unknown word that may be a name from a verb (남기는) by the syllables verbs end in."""
    return phrase in topics and phrase.last > phrase.first or not _VERB_STEM.search(phrase.word)
