"""Tests of the PDF files we make."""
