"""Public keys of other installations that a person said to trust, by name."""

import json

from core.errors import SourceUnavailable
from core.keys.own_key import own_public_key
from core.keys.public_key import key_text
from core.secrets_folder import SecretsFolder

FILE = "trusted-keys.json"
"""Beside the secrets: no secret itself, but whoever can change it decides whom this installation believes."""

REVOKED = "revoked-keys.json"
"""Keys nobody may believe any more, with the name they had; beside the others."""

LONGEST_NAME = 100


class KnownKeys:
    """Name to public key, kept in the folder of secrets."""

    def __init__(self, secrets: SecretsFolder) -> None:
        self._secrets = secrets

    def all(self) -> dict[str, str]:
        """Every trusted key by name, sorted.

        Raises
        ------
        SourceUnavailable
            If the file cannot be read.
        """
        return {name: key_text(key) for name, key in self._read(FILE).items()}

    def revoked(self) -> dict[str, str]:
        """Every revoked key with the name it had; raises as ``all``."""
        return self._read(REVOKED)

    def trust(self, name: str, key: str) -> None:
        """Trust a key under a name.

        Raises
        ------
        SourceUnavailable
            If it is no key, was revoked, or the name stands for another one.
        """
        name, key = name.strip(), key_text(key)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise SourceUnavailable(f"A name of 1 to {LONGEST_NAME} characters was expected.", "Name whose key it is.")
        known = self.all()
        if key in self.revoked():
            raise SourceUnavailable("This key was revoked.", "Ask the other installation for its new key.")
        if known.get(name, key) != key:
            raise SourceUnavailable(
                f"{name} is known by another key.", f"Ask {name} why it changed, then: aid keys forget “{name}”"
            )
        self._write({**known, name: key})

    def forget(self, name: str) -> None:
        """Trust a name no longer.

        Raises
        ------
        SourceUnavailable
            If it is not known.
        """
        known = self.all()
        if name not in known:
            raise SourceUnavailable(f"No key is trusted under the name {name}.", "List them with: aid keys")
        self._write({other: key for other, key in known.items() if other != name})

    def revoke(self, named: str) -> None:
        """Believe a key never again, whoever shows it, and whatever it signed before.

        Parameters
        ----------
        named
            The name it is trusted under, or the key itself.

        Raises
        ------
        SourceUnavailable
            If it is neither.
        """
        known = self.all()
        key = known.get(named.strip()) or key_text(named)
        name = self.name_of(key) or ""
        told = json.dumps({**self.revoked(), key: name}, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        self._secrets.keep(REVOKED, told.encode("utf-8"), replace=True)
        self._write({other: kept for other, kept in known.items() if kept != key})

    def name_of(self, key: str) -> str | None:
        """The name a key is trusted under; None where it is not."""
        return next((name for name, known in self.all().items() if known == key), None)

    def signer_name(self, key: str) -> str | None:
        """Who signed with a key: this installation, or the name it is trusted under; None where nobody here knows."""
        return "this installation" if key == own_public_key(self._secrets) else self.name_of(key)

    def _read(self, file: str) -> dict[str, str]:
        data = self._secrets.read(file)
        if data is None:
            return {}
        try:
            return {str(name): str(told) for name, told in sorted(json.loads(data).items())}
        except (ValueError, AttributeError) as error:
            raise SourceUnavailable(
                f"{file} in {self._secrets.folder} cannot be read.", "Take it away and name the keys anew."
            ) from error

    def _write(self, known: dict[str, str]) -> None:
        text = json.dumps(known, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        self._secrets.keep(FILE, text.encode("utf-8"), replace=True)
