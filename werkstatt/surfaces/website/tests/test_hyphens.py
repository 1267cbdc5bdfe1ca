from werkstatt.surfaces.website.hyphens import SOFT_HYPHEN, softened


def test_long_words_may_break_where_their_language_says():
    assert softened("Nachhaltigkeitsziele messbar machen", "de") == "Nach-hal-tig-keits-ziele messbar machen".replace(
        "-", SOFT_HYPHEN
    )


def test_short_words_stay_whole():
    assert softened("Ein Datenraum für Ulm", "de") == "Ein Datenraum für Ulm"
