"""engram: when does a latent state become memory?

``engram.report(table)`` trains a recurrent network and its memory-less twin on the columns of a table, all else
identical, and returns what the program ``engram`` finds. ``engram.probe(module, x, y)`` asks a network that was trained
elsewhere whether it uses its state.
"""

from ._error import EngramError as EngramError
from ._probe import Effect as Effect
from ._probe import Probe as Probe
from ._probe import probe as probe
from ._program import __version__ as __version__
from ._report import read as read
from ._report import report as report
from ._result import Claim as Claim
from ._result import Column as Column
from ._result import Dataset as Dataset
from ._result import Estimate as Estimate
from ._result import Result as Result
from ._result import Rung as Rung
from ._result import Verdict as Verdict
from ._table import write_csv as write_csv
