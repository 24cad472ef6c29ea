"""Traders' badges with a code that the register scans."""
