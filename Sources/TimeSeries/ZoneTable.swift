/// A zone of the table: its offset, the rules its clocks follow, and from which year both are right.
struct ZoneEntry: Sendable {
  var name: String
  /// Minutes east of Greenwich, without summer time.
  var offset: Int
  var rules: [ClockRule]
  /// The first year from whose first to last instant the entry agrees with the tz database (2025b).
  var rightFrom: Int
}

extension ZoneEntry {
  /// The zones of the markets and providers that data come from, by name.
  ///
  /// Not the whole tz database: a zone whose law changed its offset is here from that year on only.
  static let table: [ZoneEntry] = [
    at(-8 * 60, .us, from: 1967, "America/Los_Angeles"),
    at(-7 * 60, .us, from: 1968, "America/Denver"),
    at(-6 * 60, .us, from: 1967, "America/Chicago"),
    at(-5 * 60, .us, from: 1967, "America/New_York"),
    at(-8 * 60, .canada, from: 1987, "America/Vancouver"),
    at(-5 * 60, .canada, from: 1974, "America/Toronto"),
    at(-4 * 60, .canada, from: 1974, "America/Halifax"),
    at(-7 * 60, [], from: 1968, "America/Phoenix"),
    at(-6 * 60, .mexico, from: 1996, "America/Mexico_City"),
    at(-5 * 60, [], from: 1994, "America/Bogota"),
    at(-5 * 60, [], from: 1995, "America/Lima"),
    at(-3 * 60, .brazil, from: 2009, "America/Sao_Paulo"),
    at(-3 * 60, [], from: 2010, "America/Argentina/Buenos_Aires"),

    at(0, [], from: 1970, "UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"),
    at(0, [], from: 1969, "Atlantic/Reykjavik"),
    at(0, .britain, from: 1972, "Europe/London", "Europe/Dublin"),
    at(0, .eu, from: 1997, "Europe/Lisbon"),
    at(
      60, .eu, from: 1981, "Europe/Amsterdam", "Europe/Berlin", "Europe/Brussels", "Europe/Copenhagen",
      "Europe/Luxembourg", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Rome",
      "Europe/Stockholm", "Europe/Vienna", "Europe/Zurich"),
    at(60, .eu, from: 1984, "Europe/Belgrade", "Europe/Bratislava", "Europe/Ljubljana", "Europe/Zagreb"),
    at(60, .eu, from: 1988, "Europe/Budapest", "Europe/Warsaw"),
    at(120, .eu, from: 1983, "Europe/Athens", "Europe/Helsinki"),
    at(120, .eu, from: 1998, "Europe/Bucharest", "Europe/Sofia"),
    at(120, .eu, from: 2003, "Europe/Riga", "Europe/Tallinn", "Europe/Vilnius"),
    at(180, [], from: 2015, "Europe/Moscow"),
    at(180, [], from: 2017, "Europe/Istanbul"),

    at(60, [], from: 1970, "Africa/Lagos"),
    at(120, [], from: 1970, "Africa/Johannesburg"),
    at(180, [], from: 1970, "Africa/Nairobi"),

    at(120, .israel, from: 2014, "Asia/Jerusalem"),
    at(180, [], from: 1970, "Asia/Riyadh"),
    at(240, [], from: 1970, "Asia/Dubai"),
    at(330, [], from: 1970, "Asia/Kolkata", "Asia/Calcutta"),
    at(420, [], from: 1970, "Asia/Bangkok", "Asia/Jakarta"),
    at(480, [], from: 1983, "Asia/Singapore", "Asia/Kuala_Lumpur"),
    at(480, [], from: 1980, "Asia/Hong_Kong", "Asia/Taipei"),
    at(480, [], from: 1992, "Asia/Shanghai", "Asia/Manila"),
    at(540, [], from: 1970, "Asia/Tokyo"),
    at(540, [], from: 1989, "Asia/Seoul"),

    at(480, [], from: 2010, "Australia/Perth"),
    at(600, [], from: 1993, "Australia/Brisbane"),
    at(600, .australia, from: 1996, "Australia/Sydney", "Australia/Melbourne"),
    at(720, .newZealand, from: 1991, "Pacific/Auckland"),
  ].flatMap { $0 }

  private static func at(_ offset: Int, _ rules: [ClockRule], from year: Int, _ names: String...) -> [ZoneEntry] {
    names.map { ZoneEntry(name: $0, offset: offset, rules: rules, rightFrom: year) }
  }
}
