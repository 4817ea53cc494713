"""The relay's settings: from the environment, each also from a file, and wrong ones refused by name without value."""

from pathlib import Path

import pytest

from rise_tui.relay.settings import TWILIO_MEDIA_HOSTS, BadSettings, Settings, load_settings


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RISE_RELAY_{name.upper()}", raising=False)
        monkeypatch.delenv(f"RISE_RELAY_{name.upper()}_FILE", raising=False)


def test_every_setting_can_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {"TWILIO_AUTH_TOKEN": "from a file", "SEGMENTS_PER_SECOND": "3.75", "TWILIO_MEDIA_HOSTS": "a.example.org"}
    for name, value in values.items():
        (tmp_path / name).write_text(value + "\n")
        monkeypatch.setenv(f"RISE_RELAY_{name}_FILE", str(tmp_path / name))
    settings = load_settings()
    assert settings.twilio_auth_token.get_secret_value() == "from a file"
    assert settings.segments_per_second == 3.75
    assert settings.twilio_media_hosts == ("a.example.org",)


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "rate").write_text("2")
    monkeypatch.setenv("RISE_RELAY_SEGMENTS_PER_SECOND_FILE", str(tmp_path / "rate"))
    monkeypatch.setenv("RISE_RELAY_SEGMENTS_PER_SECOND", "5")
    assert load_settings().segments_per_second == 5


def test_what_is_not_set_has_its_value_and_counts_as_not_set() -> None:
    settings = load_settings()
    assert (settings.lease_seconds, settings.reconcile_seconds) == (30, 60)
    assert settings.twilio_media_hosts == TWILIO_MEDIA_HOSTS
    assert settings.model_fields_set == set()
    with pytest.raises(BadSettings, match="RISE_RELAY_PUBLIC_URL is not set"):
        settings.must_serve()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWILIO_MEDIA_HOSTS", "http://10.0.0.1:80"),
        ("TWILIO_MEDIA_HOSTS", "http://127.0.0.1"),
        ("TWILIO_MEDIA_HOSTS", "api.twilio.com,*.example.org"),
        ("TWILIO_MEDIA_HOSTS", "https://api.twilio.com"),
        ("PUBLIC_URL", "texts.example.org"),
        ("PUBLIC_URL", "https://texts.example.org/?a=secretvalue"),
        ("PUBLIC_URL", "http://texts.example.org"),
        ("TWILIO_API", "http://10.0.0.1:8080"),
        ("SEGMENTS_PER_SECOND", "0"),
        ("FAIL", "nowhere:1:kill"),
        ("CARRIER", "secretvalue"),
        ("MEDIA_LIMIT", "secretvalue"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"RISE_RELAY_{name}", value)
    with pytest.raises(BadSettings, match=f"RISE_RELAY_{name}") as caught:
        load_settings()
    assert "secretvalue" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RISE_RELAY_TWILIO_AUTH_TOKEN_FILE", str(tmp_path / "nothing"))
    with pytest.raises(BadSettings, match="RISE_RELAY_TWILIO_AUTH_TOKEN_FILE cannot be read"):
        load_settings()


def test_the_token_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISE_RELAY_TWILIO_AUTH_TOKEN", "very-secret")
    assert "very-secret" not in repr(load_settings())
