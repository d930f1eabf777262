"""One file of many members with a manifest of their hashes: written whole, read with limits, checked before use."""

from core.archive.manifest import Manifest as Manifest, Member as Member
from core.archive.reading import Archive as Archive, Bounds as Bounds, open_archive as open_archive
from core.archive.signature import signature_of as signature_of, signer_of as signer_of
from core.archive.writing import Source as Source, refuse_existing as refuse_existing, write_archive as write_archive
