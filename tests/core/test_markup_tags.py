from whisper_desktop.core.markup_tags import carried_tags, position_tag


def test_what_is_open_goes_on_in_the_next_part() -> None:
    parts = ['<i>one <font color="red">two', "three</font>", "four</i> five"]
    assert carried_tags(parts) == [
        '<i>one <font color="red">two</font></i>',
        '<i><font color="red">three</font></i>',
        "<i>four</i> five",
    ]


def test_the_place_in_the_picture_holds_for_all_parts() -> None:
    assert carried_tags(["{\\an8}one", "two"]) == ["{\\an8}one", "{\\an8}two"]
    assert carried_tags(["one", "two"]) == ["one", "two"]
    assert position_tag("one {\\an8}") == ""
