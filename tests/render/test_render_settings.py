"""What digest.toml says of the look, the links and the pictures, in the mail."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import editions
import pytest

from digest.config import load_config
from digest.errors import ConfigError
from digest.render.settings import own_logo, render_configured

HEAD = '[newsletter]\nname = "The Foundry Letter"\n'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(90)


def configured(folder: Path, tables: str):
    (folder / "digest.toml").write_text(HEAD + tables, "utf-8")
    return load_config(folder / "digest.toml")


def rendered(folder: Path, tables: str):
    return render_configured(configured(folder, tables), editions.english()).fill()


def test_the_look_the_links_and_the_pictures_are_as_it_says(tmp_path: Path):
    plain = rendered(tmp_path, "")
    told = rendered(
        tmp_path,
        '[look]\nfonts = "sans"\n[look.light]\nlink = "#0b5e2a"\n'
        '[links]\nutm = { source = "letter" }\n[pictures]\nbase_url = "https://pics.example/{id}"\n',
    )
    assert "Georgia" in plain.html
    assert "Georgia" not in told.html
    assert "color:#0b5e2a" in told.html
    assert "utm_source=letter" in told.html
    assert 'src="images/1.png"' in plain.html
    assert 'src="https://pics.example/2024-W13/1.png"' in told.html
    assert "(https://pics.example/2024-W13/1.png)" in told.markdown
    assert "images/" not in told.html + told.markdown


def test_a_picture_of_the_web_stays_where_it_is(tmp_path: Path):
    config = configured(tmp_path, '[pictures]\nbase_url = "https://pics.example/"\n')
    page = render_configured(config, editions.long("en")).fill().html
    assert "pics.example" not in page
    assert "https://pictures.example/2024/03/picture-00.jpg" in page


def test_one_reader_may_have_the_pictures_from_elsewhere(tmp_path: Path):
    config = configured(tmp_path, "")
    page = render_configured(config, editions.english()).fill(picture_url="https://near.example/").html
    assert re.findall('src="([^"]+)"', page)[0] == "https://near.example/1.png"


@pytest.mark.parametrize(
    ("tables", "line", "says"),
    [
        ('[look]\nfonts = "sans"\naccnt = "#000000"\n', 5, "look: accnt: no such design token; did you mean 'accent'?"),
        ('[look]\naccent = "red"\n', 4, "look: accent: 'red' is no colour"),
        ("[look.size.ko]\nname = 3\n", 4, "look: size.ko.name: has to be text in quotes"),
        ("[look]\nsize.ko = { name = 3 }\n", 4, "look: size.ko.name: has to be text in quotes"),
        ('[look]\n\n[look.light]\ntext = "#000000"\nlink = "blue"\n', 7, "look: light.link: 'blue' is no colour"),
        ('[look.logo]\nsrc = "logo.png"\n', 3, "look: logo.width: is missing"),
        ('[look.theme]\nchps = { colour = "#123456" }\n', 4, "look: theme.chps: no such design token; did you mean 'chips'?"),
        ('[look.logo]\nsrc = "none.png"\nwidth = 90\n', 4, "look: logo.src: 'none.png' is no file that can be read"),
        ('[look.logo]\nwidth = 90\nsrc = "logo.svg"\n', 5, "is no picture that mail programs show; give a PNG"),
        ('[look.logo]\nsrc = "../logo.png"\nwidth = 90\n', 4, "'../logo.png' is no address of a picture"),
    ],
)  # fmt: skip
def test_a_wrong_design_token_is_told_with_its_line(tmp_path: Path, tables: str, line: int, says: str):
    (tmp_path / "logo.png").write_bytes(PNG)
    with pytest.raises(ConfigError) as told:
        rendered(tmp_path, tables)
    assert told.value.where == f"digest.toml:{line}"
    assert says in str(told.value)


def test_a_token_above_all_tables_has_its_line_too(tmp_path: Path):
    (tmp_path / "digest.toml").write_text('look.accent = "red"\n' + HEAD + 'look = "essay"\n', "utf-8")
    with pytest.raises(ConfigError, match="red") as told:
        render_configured(load_config(tmp_path / "digest.toml"), editions.english())
    assert told.value.where == "digest.toml:1"


def test_a_wrong_token_of_the_editors_own_file_is_told_as_that_files(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/tokens.toml").write_text('accent = "red"\n', "utf-8")
    with pytest.raises(ConfigError, match="'red' is no colour") as told:
        rendered(tmp_path, "")
    assert told.value.where == "templates/tokens.toml"


def test_a_logo_of_the_newsletters_goes_out_under_a_hash_of_its_bytes(tmp_path: Path):
    (tmp_path / "우리 로고.PNG").write_bytes(PNG)
    tables = '[look.logo]\nsrc = "우리 로고.PNG"\nwidth = 90\n'
    ((name, data),) = own_logo(configured(tmp_path, tables)).items()
    assert (re.fullmatch(r"images/[0-9a-f]{16}\.png", name) is not None, data) == (True, PNG)
    assert f'src="{name}"' in rendered(tmp_path, tables).html
    assert own_logo(configured(tmp_path, "")) == {}
    far = '[look.logo]\nsrc = "https://pics.example/logo.png"\nwidth = 90\n'
    assert own_logo(configured(tmp_path, far)) == {}
    assert 'src="https://pics.example/logo.png"' in rendered(tmp_path, far).html


def test_a_logo_by_a_link_out_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "letter").mkdir()
    (tmp_path / "far.png").write_bytes(PNG)
    (tmp_path / "letter/logo.png").symlink_to(tmp_path / "far.png")
    with pytest.raises(ConfigError, match="leads out of the newsletter's folder"):
        rendered(tmp_path / "letter", '[look.logo]\nsrc = "logo.png"\nwidth = 90\n')


def test_the_editions_own_look_is_the_one_that_is_laid_over(tmp_path: Path):
    config = configured(tmp_path, '[look]\naccent = "#9a3412"\n')
    edition = editions.looking(editions.english(), "essay")
    with_accent = render_configured(config, edition).fill().html
    assert "#9a3412" in with_accent
    assert with_accent != render_configured(replace(config, look={}), edition).fill().html
