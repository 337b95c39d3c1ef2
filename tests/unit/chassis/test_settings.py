"""Settings from files and from the environment."""

import pytest

from chassis.settings import COMMON, load_settings


@pytest.fixture
def config(tmp_path):
    def write(text):
        file = tmp_path / "config.yml"
        file.write_text(text)
        return file

    return write


def test_a_services_own_file_goes_over_the_common_one(config):
    settings = load_settings(config("max_workers: 3\nRECALLS: 5"))
    assert (settings["max_workers"], settings["RECALLS"]) == (3, 5)
    assert settings["HEARTBEAT"] == load_settings(COMMON)["HEARTBEAT"]


def test_an_empty_file_changes_nothing(config):
    assert load_settings(config("# nothing")) == load_settings(COMMON)


def test_the_environment_goes_over_the_default(config, monkeypatch):
    file = config('A: !env_var "${A_SETTING:5}"')
    assert load_settings(file)["A"] == 5
    monkeypatch.setenv("A_SETTING", "[1, 2]")
    assert load_settings(file)["A"] == [1, 2]


@pytest.mark.parametrize("secret", ["0123", "yes", "a: b", "[", "null", "p@$$w}rd"])
def test_a_raw_setting_is_taken_as_it_is(config, monkeypatch, secret):
    monkeypatch.setenv("A_SETTING", secret)
    assert load_settings(config('A: !raw_env_var "${A_SETTING}"'))["A"] == secret


def test_a_variable_stands_within_a_text(config, monkeypatch):
    monkeypatch.setenv("A_USER", "guest")
    file = config('A: !raw_env_var "amqp://${A_USER}:${A_PASSWORD:none}@host"')
    assert load_settings(file)["A"] == "amqp://guest:none@host"


def test_a_secret_is_read_from_the_file_that_is_named(config, monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    monkeypatch.setenv("A_SETTING_FILE", str(secret))
    assert load_settings(config('A: !raw_env_var "${A_SETTING:default}"'))["A"] == "s3cret"


def test_the_variable_itself_goes_over_its_file(config, monkeypatch):
    monkeypatch.setenv("A_SETTING_FILE", "/nowhere")
    monkeypatch.setenv("A_SETTING", "given")
    assert load_settings(config('A: !raw_env_var "${A_SETTING}"'))["A"] == "given"


def test_a_secret_whose_file_is_missing_is_an_error(config, monkeypatch):
    monkeypatch.setenv("A_SETTING_FILE", "/nowhere")
    with pytest.raises(FileNotFoundError):
        load_settings(config('A: !raw_env_var "${A_SETTING:default}"'))


def test_a_setting_without_a_default_must_be_given(config):
    with pytest.raises(ValueError, match="A_SETTING has no default.*A_SETTING_FILE"):
        load_settings(config('A: !env_var "${A_SETTING}"'))


def test_an_empty_default_is_a_default(config):
    assert load_settings(config('A: !raw_env_var "${A_SETTING:}"'))["A"] == ""


def test_a_settings_file_runs_no_code(config):
    with pytest.raises(Exception, match="python/object"):
        load_settings(config('A: !!python/object/apply:os.system ["true"]'))
