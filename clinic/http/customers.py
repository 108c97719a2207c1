"""Who is calling, by address: one customer of a provider is one."""

from __future__ import annotations

import ipaddress
from typing import Final

from fastapi import Request

# Of an address of IPv6: what a provider gives to one customer.
CUSTOMER_BITS: Final = 64


def customer(request: Request) -> str:
    """Return the address of a request; of IPv6 the network that is one customer's."""
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004  # the version of IP
        return str(address)
    return str(ipaddress.ip_network((address, CUSTOMER_BITS), strict=False))
