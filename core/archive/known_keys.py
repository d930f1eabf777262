"""Public keys of other installations that a person said to trust, by name."""

import json

from core.archive.signature import key_text, own_public_key
from core.errors import SourceUnavailable
from core.secrets_folder import SecretsFolder

FILE = "trusted-keys.json"
"""Beside the secrets: no secret itself, but whoever can change it decides whom this installation believes."""

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
        data = self._secrets.read(FILE)
        if data is None:
            return {}
        try:
            return {str(name): key_text(str(key)) for name, key in sorted(json.loads(data).items())}
        except (ValueError, AttributeError) as error:
            raise SourceUnavailable(
                f"{FILE} in {self._secrets.folder} cannot be read.", "Take it away and trust the keys anew."
            ) from error

    def trust(self, name: str, key: str) -> None:
        """Trust a key under a name.

        Raises
        ------
        SourceUnavailable
            If it is no key, or the name stands for another one.
        """
        name, key = name.strip(), key_text(key)
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise SourceUnavailable(f"A name of 1 to {LONGEST_NAME} characters was expected.", "Name whose key it is.")
        known = self.all()
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

    def name_of(self, key: str) -> str | None:
        """The name a key is trusted under; None where it is not."""
        return next((name for name, known in self.all().items() if known == key), None)

    def signer_name(self, key: str) -> str | None:
        """Who signed with a key: this installation, or the name it is trusted under; None where nobody here knows."""
        return "this installation" if key == own_public_key(self._secrets) else self.name_of(key)

    def _write(self, known: dict[str, str]) -> None:
        text = json.dumps(known, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        self._secrets.keep(FILE, text.encode("utf-8"), replace=True)
