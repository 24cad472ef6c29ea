"""Invoices as EN 16931 data: Factur-X (CII) and Peppol BIS 3 (UBL)."""
