"""The architecture: imports only go down, only one module knows the kinds, and every file keeps the house rules."""

from tests.layers import imports, manners
from tests.layers.sources import every_source, product_sources, python_sources, template_sources


def offences(rule, sources):
    return [f"{source.path} {offence}" for source in sources for offence in rule(source)]


def assert_kept(rule, sources):
    found = offences(rule, sources)
    assert not found, "\n".join(["", rule.__doc__ or "", *found])


def test_imports_only_go_down():
    assert_kept(imports.upward, product_sources())


def test_the_desks_and_the_api_do_not_import_each_other():
    assert_kept(imports.sideways, product_sources())


def test_no_desk_imports_another_desk():
    assert_kept(imports.desk_to_desk, product_sources())


def test_models_know_nothing_of_requests():
    assert_kept(imports.models_and_requests, product_sources())


def test_there_are_no_signals():
    assert_kept(imports.signals, product_sources())


def test_no_function_imports_our_own_code():
    assert_kept(imports.inside_functions, product_sources())


def test_only_kinds_compares_kinds():
    assert_kept(manners.compared_kinds, product_sources())


def test_no_template_asks_for_a_kind():
    assert_kept(manners.kinds_in_templates, template_sources())


def test_no_junk_drawers():
    assert_kept(manners.junk_drawers, python_sources())


def test_every_file_says_first_what_it_holds():
    assert_kept(manners.missing_docstring, python_sources())


def test_no_file_is_too_long():
    assert_kept(manners.long_file, [*python_sources(), *template_sources()])


def test_no_function_is_too_long():
    assert_kept(manners.long_functions, python_sources())


def test_no_view_is_too_long():
    assert_kept(manners.long_views, product_sources())


def test_no_model_overrides_save():
    assert_kept(manners.overridden_save, product_sources())


def test_templates_have_no_inline_style_or_script():
    assert_kept(manners.inline_markup, template_sources())


def test_no_file_names_a_package_host_or_a_machine():
    assert_kept(manners.other_places, every_source())
