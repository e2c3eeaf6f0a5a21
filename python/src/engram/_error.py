"""What goes wrong, in the program's own words."""

from __future__ import annotations


class EngramError(RuntimeError):
    """The program ended without a result; ``str(error)`` is its sentence."""

    code: int
    """Its exit code: 1 failed, 2 bad usage, 3 some sources failed, 130 interrupted; negative where a signal ended it."""
    stderr: str
    """All that it wrote to standard error."""

    def __init__(self, message: str, code: int = 1, stderr: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.stderr = stderr

    def __reduce__(self) -> tuple[type[EngramError], tuple[str, int, str]]:
        return EngramError, (str(self), self.code, self.stderr)

    @classmethod
    def of(cls, stderr: str, code: int) -> EngramError:
        """The error of a program that wrote this to standard error and ended with this code."""
        _, _, sentence = ("\n" + stderr).rpartition("\nError: ")
        sentence = sentence.partition("\nUsage: ")[0].strip()
        if not sentence:
            sentence = f"the program ended with {'signal' if code < 0 else 'code'} {abs(code)} and no message"
        return cls(sentence, code, stderr)
