/// The month of a name or its abbreviation, in lower-case bytes.
///
/// English, and the names that CLDR 46 has for German, French, Spanish, Italian, Portuguese and Dutch, where they are
/// other words. Abbreviations of three letters or more count if every name that begins with them is of one month.
func monthNumber(_ word: [UInt8]) -> Int? {
  guard word.count >= 3 else { return nil }
  if let month = knownMonths[word] { return month }
  var found: Set<Int> = []
  for (name, month) in knownMonths where name.starts(with: word) { found.insert(month) }
  let letters = word.count { $0 & 0xC0 != 0x80 }
  return found.count == 1 && letters <= 4 ? found.first : nil
}

/// Whether a word in lower-case bytes is an English day of the week or its first three letters.
func isWeekday(_ word: [UInt8]) -> Bool {
  guard word.count >= 3 else { return false }
  return ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains { name in
    word.elementsEqual(name.utf8) || (word.count <= 5 && name.utf8.starts(with: word))
  }
}

private let knownMonths: [[UInt8]: Int] = {
  let names = [
    "jan january januar janvier enero gennaio janeiro januari",
    "feb february februar février fevrier febrero febbraio fevereiro februari",
    "mar march märz maerz mars marzo março maart mrt",
    "apr april avril abril aprile",
    "may mai mayo maggio maio mei mag",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet julio luglio julho jul",
    "aug august août aout agosto augustus",
    "sep september septembre septiembre settembre setembro sept",
    "oct october oktober octobre octubre ottobre outubro",
    "nov november novembre noviembre novembro",
    "dec december dezember décembre decembre diciembre dicembre dezembro",
  ]
  var known: [[UInt8]: Int] = [:]
  for (index, line) in names.enumerated() {
    for name in line.split(separator: " ") { known[Array(name.utf8)] = index + 1 }
  }
  return known
}()
