"""The day book as CSV, spreadsheet and pages to sign. The gateway calls ``aside.export_aside``."""

from services.gateway.exports.exporting import FORMATS, Export, export

__all__ = ["FORMATS", "Export", "export"]
