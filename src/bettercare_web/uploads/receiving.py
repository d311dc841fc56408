"""Bytes on their way in are counted as they come; the size that a request gives is not believed."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from bettercare.formats.workbooks.limits import WEB

TOO_LARGE = "bettercare.too-large"  # a mark in the request's META, set where the limit was passed


class Counted(FileUploadHandler):
    """Stops taking files when all of one request pass the limit; it keeps nothing itself."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.count = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  (Django's)
        """Count, and pass the bytes on to the next handler."""
        self.count += len(raw_data)
        if self.count > WEB.file_size:
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
