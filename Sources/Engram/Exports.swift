// One import brings the whole line, from the sources to the report.
@_exported public import DataSources
@_exported public import Formats
@_exported public import Memory
@_exported public import Numbers
@_exported public import Panels
@_exported public import Recurrence
@_exported public import Reporting
@_exported public import TimeSeries
