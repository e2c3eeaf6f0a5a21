import Formats
import FuzzTargets
import Testing

@Suite("XML that means harm")
struct XMLAttackTests {
  private func format() throws -> XMLFormat { try XMLFormat(row: "r", date: "@d", values: [("v", "@v"), ("w", "w")]) }

  private func outcome(_ bytes: [UInt8]) throws -> String { try format().outcome(bytes) }

  @Test(
    "by a DTD is refused before it is read",
    arguments: [
      "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><r d='2020' v='1'><w>&x;</w></r></a>",
      "<?xml version='1.0'?>\n<!-- <!DOCTYPE --><!DOCTYPE a [<!ENTITY x SYSTEM 'http://127.0.0.1:1/'>]><a>&x;</a>",
      "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a><r d='2020' v='1'/></a>",
      "<!DOCTYPE a [<!ENTITY a0 'ha'><!ENTITY a1 '&a0;&a0;'><!ENTITY a2 '&a1;&a1;'>]><a>&a2;</a>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;]><a/>",
      "<!DOCTYPE a [<!ATTLIST r v CDATA '5'>]><a><r d='2020'/></a>",
    ])
  func dtd(text: String) throws {
    let found = try outcome(Array(text.utf8))
    #expect(found.contains("a document type; DTDs are not accepted"), "\(found)")
  }

  @Test("in an encoding where markup could hide is refused")
  func encodings() throws {
    let text = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"
    let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    for bytes in [wide, [0xFF, 0xFE] + wide, [0xFE, 0xFF, 0] + wide, [0, 0, 0] + wide] {
      #expect(try outcome(bytes).contains("a document in UTF-16 or UTF-32"))
    }
    #expect(
      try outcome(Array("<?xml version=\"1.0\" encoding = 'UTF-7' ?><a/>".utf8)).hasPrefix(
        "error: d.xml:1: column 1: an encoding that is not read, UTF-7, found '<?xml"))
    for name in ["UTF-16", "IBM037", "ISO-2022-JP", "ucs-4", ""] {
      #expect(try outcome(Array("<?xml version='1.0' encoding='\(name)'?><a/>".utf8)).contains("that is not read"))
    }
    // EBCDIC.
    #expect(try outcome([0x4C, 0x6F, 0xA7, 0x94, 0x93]).contains("not XML: '<' expected"))
  }

  @Test("by an entity nobody declared is not well formed")
  func undeclared() throws {
    #expect(try outcome(Array("<a><r d='2020' v='1'><w>&x;</w></r></a>".utf8)).contains("Entity 'x' not defined"))
    #expect(try outcome(Array("<a><r d='2020' v='&x;'/></a>".utf8)).contains("Entity 'x' not defined"))
  }

  @Test("by depth stops at 64")
  func depth() throws {
    let text = String(repeating: "<a>", count: 100_000)
    #expect(try outcome(Array(text.utf8)).contains("elements nested more than 64 deep"))
    let most =
      String(repeating: "<a>", count: 63) + "<r d='2020' v='1'><w>2</w></r>" + String(repeating: "</a>", count: 63)
    #expect(try outcome(Array(most.utf8)).contains("more than 64 deep"))
    let fits = String(most.dropFirst(3).dropLast(4))
    #expect(try outcome(Array(fits.utf8)) == "v: 2020=1.0\nw: 2020=2.0")
  }

  @Test("by long names, attributes, texts, comments and many attributes ends soon", arguments: 0..<7)
  func long(kind: Int) throws {
    // Of a text, libxml2 takes 10 MB.
    let much = String(repeating: "x", count: kind == 1 ? 10_100_000 : 2_000_000)
    let texts = [
      "<a><r d='2020' v='\(much)'/></a>", "<a><r d='2020' v='1'><w>\(much)</w></r></a>", "<a><\(much)/></a>",
      "<a><!--\(much)--></a>", "<a><![CDATA[\(much)]]></a>", "<a><?p \(much)?></a>",
      "<a><r " + (0..<200_000).map { "a\($0)='1' " }.joined() + "/></a>",
    ]
    #expect(try outcome(Array(texts[kind].utf8)).hasPrefix("error: "))
  }

  @Test("with as many attributes in as long a tag as may be is read in time")
  func attributes() throws {
    let most = "<r " + (0..<126).map { "a\($0)='>' " }.joined() + "d='2020' v='1'><w>2</w></r>"
    #expect(
      try outcome(Array(("<a>" + String(repeating: most, count: 500) + "</a>").utf8)).hasPrefix("v: 2020=1.0 2020="))
    #expect(
      try outcome(Array(most.replacing(" d=", with: " e='' d=").utf8)).hasPrefix(
        "error: d.xml:1: column 1: an element with more than 128 attributes, found '<r a0='"))
    let long = String(repeating: "x", count: 1 << 16)
    #expect(
      try outcome(Array("<a>\n<r v='\(long)'/></a>".utf8)).hasPrefix(
        "error: d.xml:2: column 1: a tag of more than 65536"))
  }

  @Test("that is a page is named as one")
  func pages() throws {
    #expect(
      try outcome(Array("<!DOCTYPE html>\n<html><head><title>\n Access &amp; Denied</title></head></html>".utf8))
        == "error: d.xml: an HTML page titled 'Access & Denied' where XML was expected. The server sent a page for people: "
        + "open the address in a browser to see what it wants")
    #expect(try outcome(Array("<HTML><body>Will be right back".utf8)).contains("an HTML page where XML was expected"))
  }

  @Test("or nothing at all, or other text, is named")
  func others() throws {
    #expect(
      try outcome([])
        == "error: d.xml: it is empty. Check that the download was finished")
    #expect(try outcome(Array(" \n\t ".utf8)).contains("it is empty"))
    #expect(
      try outcome(Array("Exceeded the daily hits limit".utf8))
        == "error: d.xml:1: column 1: not XML: '<' expected, found 'Exceeded the daily hits limit'. Open it: "
        + "servers send their errors as text")
    #expect(try outcome(Array("<a><x:r d='2020' v='1'/></a>".utf8)).contains("Namespace prefix x on r is not defined"))
    #expect(try outcome(Array("<a><r d='2020' v='1'/></a><b/>".utf8)).contains("not well-formed XML"))
    #expect(try outcome([UInt8](repeating: 0, count: 1000)).contains("it is empty"))
  }

  @Test("cut off anywhere is an error, and names the line")
  func truncated() throws {
    let whole = Array((XMLProviderTests.daily + "\n").utf8)
    let format = try XMLProviderTests.ecb()
    for count in 0..<whole.count - 1 {
      let found = format.outcome(Array(whole[..<count]))
      #expect(found.hasPrefix("error: "), "\(count): \(found)")
    }
    #expect(format.outcome(whole) == "USD: 2024-06-26=1.5")
    let found = format.outcome(Array(whole.dropLast(20)))
    #expect(
      found.hasPrefix("error: d.xml:12: column 9: not well-formed XML (the document ends in the middle), found ''"),
      "\(found)")
  }

  @Test("changed at random never traps")
  func mutations() {
    let documents = [XMLProviderTests.daily, XMLProviderTests.treasury].map { Array($0.utf8) }
    let words = [
      "<", ">", "</", "/>", "<![CDATA[", "]]>", "<!--", "&amp;", "&#0;", "&x;", "<!DOCTYPE a [", "'", "xmlns='u'",
    ]
    var mutator = Mutator(seed: 1)
    for round in 0..<2000 { FuzzTargets.xml(mutator.mutated(documents[round % 2], words: words)) }
  }
}
