"""Issues a certificate for HTTPS. The certificate authority only exists while the emulator runs."""

from __future__ import annotations

import importlib.util
import os
import ssl
import tempfile
from pathlib import Path

from pinterest.exceptions import ConfigurationError


class Certificate:
    """A TLS certificate for a host on this machine, issued by a new certificate authority.

    Args:
        host: The host name or address that clients connect to.

    Attributes:
        context: The server's TLS context.
        ca_file: A PEM file with the CA certificate, for clients to verify the server.

    Raises:
        ConfigurationError: If the `https` extra is not installed.
    """

    def __init__(self, host: str) -> None:
        if importlib.util.find_spec("trustme") is None:
            raise ConfigurationError(
                "HTTPS needs the extra 'https', and trustme is not installed. "
                'Run pip install ".[https]" in a checkout of the SDK, or pip install trustme anywhere else.'
            )
        import trustme  # needs the extra

        authority = trustme.CA()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(
            *dict.fromkeys(["localhost", "127.0.0.1", "::1", host])
        ).configure_cert(self.context)
        handle, name = tempfile.mkstemp(prefix="pinterest-emulator-", suffix=".pem")
        os.close(handle)
        self.ca_file = Path(name)
        self.ca_file.write_bytes(authority.cert_pem.bytes())

    def remove(self) -> None:
        """Deletes the certificate file `ca_file`."""
        self.ca_file.unlink(missing_ok=True)
