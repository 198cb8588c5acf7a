"""A scene as a picture."""

from __future__ import annotations

from tests.scenes_by_hand import path_scene

from rolegraph.render.figures.scene_picture import scene_picture


def test_it_has_the_name_title_and_language_of_its_scene() -> None:
    scene = path_scene()._replace(language="de")
    picture = scene_picture(scene)
    assert (picture.name, picture.title, picture.language) == (scene.name, scene.title, "de")
    assert picture.scene() is scene
    assert picture.cut == scene.cut


def test_what_is_cut_is_said() -> None:
    assert scene_picture(path_scene()._replace(total=9214)).cut.endswith("of 9,214")
