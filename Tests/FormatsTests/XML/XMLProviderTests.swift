import Formats
import Testing

/// The shapes that providers send, with invented numbers.
@Suite("XML of the providers")
struct XMLProviderTests {
  static let euro = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"

  static func ecb(_ cells: CellFormat = CellFormat()) throws -> XMLFormat {
    try XMLFormat(
      row: "e:Cube[@currency='USD']", date: "../@time", values: [("USD", "@rate")], namespaces: ["e": euro],
      cells: cells)
  }

  /// Single quotes and tabs.
  static let daily = """
    <?xml version="1.0" encoding="UTF-8"?>
    <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="\(euro)">
    \t<gesmes:subject>Reference rates</gesmes:subject>
    \t<gesmes:Sender>
    \t\t<gesmes:name>European Central Bank</gesmes:name>
    \t</gesmes:Sender>
    \t<Cube>
    \t\t<Cube time='2024-06-26'>
    \t\t\t<Cube currency='USD' rate='1.5'/>
    \t\t\t<Cube currency='JPY' rate='170.25'/>
    \t\t</Cube>
    \t</Cube>
    </gesmes:Envelope>
    """

  @Test("ECB, one day")
  func ecbDaily() throws {
    #expect(try Self.ecb().outcome(Self.daily) == "USD: 2024-06-26=1.5")
  }

  @Test("ECB, the history in one line, newest first, two currencies of a day in one row")
  func ecbHistory() throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
      xmlns="\(Self.euro)"><Cube><Cube time="2024-06-27"><Cube currency="USD" rate="1.25"/><Cube currency="JPY" \
      rate="171.5"/></Cube><Cube time="2024-06-26"><Cube currency="JPY" rate="170.25"/></Cube></Cube></gesmes:Envelope>
      """
    #expect(try Self.ecb().outcome(text) == "USD: 2024-06-27=1.25")
    let both = try XMLFormat(
      row: "e:Cube[@time]", date: "@time",
      values: [("USD", "e:Cube[@currency='USD']/@rate"), ("JPY", "e:Cube[@currency='JPY']/@rate")],
      namespaces: ["e": Self.euro])
    #expect(both.outcome(text) == "USD: 2024-06-27=1.25 2024-06-26=-\nJPY: 2024-06-27=171.5 2024-06-26=170.25")
  }

  @Test("ECB with commas, as a locale-minded tool saves it, is refused and never read as thousands")
  func decimalComma() throws {
    let text = Self.daily.replacing("'1.5'", with: "'1,1476'")
    #expect(
      try Self.ecb().outcome(text)
        == "error: d.xml:9: column 2 ('USD'): not a number in row 1 (2024-06-26), found '1,1476'. State whether the "
        + "comma groups thousands or begins the fraction")
    var cells = CellFormat()
    cells.group = UInt8(ascii: ",")
    #expect(try Self.ecb(cells).outcome(text).contains("not a number in row 1"))
    cells.group = nil
    cells.decimal = .comma
    #expect(try Self.ecb(cells).outcome(text) == "USD: 2024-06-26=1.1476")
  }

  @Test("FRED, data in attributes, no namespace, a point for what is missing")
  func fred() throws {
    let format = try XMLFormat(
      row: "/observations/observation", date: "@date", values: [("SP500", "@value")], refusals: [("error", "@message")])
    let text = """
      <?xml version="1.0" encoding="utf-8" ?>
      <observations realtime_start="2015-06-28" units="lin" count="2" offset="0" limit="100000">
        <observation realtime_start="2015-06-28" realtime_end="2015-06-28" date="1600-09-01" value="."/>
        <observation realtime_start="2015-06-28" realtime_end="2015-06-28" date="9999-09-02" value="1234.5"/>
      </observations>
      """
    #expect(format.outcome(text) == "SP500: 1600-09-01=- 9999-09-02=1234.5")
    let fault = """
      <?xml version="1.0" encoding="utf-8" ?>
      <error code="400" message="Bad Request.  The series does not exist." />\n\n\n\n
      """
    #expect(
      format.outcome(fault)
        == "error: d.xml: the server sent 'error' instead of data: Bad Request.  The series does not exist. Check "
        + "the request")
  }

  static let treasury = """
    <?xml version="1.0" encoding="utf-8" standalone="yes" ?>
    <feed xml:base="https://example.org/xml" xmlns:d="urn:services" xmlns:m="urn:meta" xmlns="http://www.w3.org/2005/Atom">
    <title type="text">Curve</title>
    <updated>2023-10-03T15:51:03Z</updated>
    <entry><title type="text"/><author><name/></author>
    <content type="application/xml"><m:properties>
    <d:Id m:type="Edm.Int32">274</d:Id>
    <d:NEW_DATE m:type="Edm.DateTime">2023-10-02T00:00:00</d:NEW_DATE>
    <d:BC_1MONTH m:type="Edm.Double"> 5<!-- a comment -->.<![CDATA[5]]> </d:BC_1MONTH>
    <d:BC_20YEAR m:type="Edm.Double" m:null="true" />
    <d:BC_30YEAR m:type="Edm.Double" m:null="true">0</d:BC_30YEAR>
    </m:properties></content></entry>
    <entry><content type="application/xml"><m:properties>
    <d:NEW_DATE m:type="Edm.DateTime">2023-10-03T00:00:00</d:NEW_DATE>
    <d:BC_1MONTH m:type="Edm.Double">5.25</d:BC_1MONTH>
    <d:BC_20YEAR m:type="Edm.Double">4&#46;75</d:BC_20YEAR>
    <d:BC_30YEAR m:type="Edm.Double">4.5</d:BC_30YEAR>
    </m:properties></content></entry></feed>
    """

  @Test(
    "Treasury, values in text of another namespace, null by attribute, comments, CDATA and references to characters")
  func atom() throws {
    let namespaces = ["a": "http://www.w3.org/2005/Atom", "data": "urn:services", "meta": "urn:meta"]
    let format = try XMLFormat(
      row: "a:content/meta:properties", date: "data:NEW_DATE",
      values: [("m1", "data:BC_1MONTH"), ("y20", "data:BC_20YEAR"), ("y30", "data:BC_30YEAR")], namespaces: namespaces)
    #expect(
      format.outcome(Self.treasury) == """
        m1: 2023-10-02=5.5 2023-10-03=5.25
        y20: 2023-10-02=- 2023-10-03=4.75
        y30: 2023-10-02=- 2023-10-03=4.5
        """)
  }

  @Test("Treasury, a month without an entry")
  func emptyFeed() throws {
    let format = try XMLFormat(row: "entry", date: "NEW_DATE", values: [("m1", "BC_1MONTH")])
    #expect(
      format.outcome("<feed xmlns='http://www.w3.org/2005/Atom'><title>Curve</title></feed>")
        == "error: d.xml: there is no 'entry' in its <feed>. Open it: the provider may have nothing for this request"
    )
  }

  @Test("SDMX, generic")
  func sdmxGeneric() throws {
    let text = """
      <message:GenericData xmlns:message="urn:message" xmlns:common="urn:common" xmlns:generic="urn:generic">
      <message:Header><message:ID>1</message:ID><message:Sender id="ECB"/></message:Header>
      <message:DataSet action="Replace" structureRef="ECB_EXR1"><generic:Series>
      <generic:SeriesKey><generic:Value id="FREQ" value="D"/><generic:Value id="CURRENCY" value="USD"/></generic:SeriesKey>
      <generic:Attributes><generic:Value id="DECIMALS" value="4"/></generic:Attributes>
      <generic:Obs><generic:ObsDimension value="2024-06-03"/><generic:ObsValue value="1.125"/><generic:Attributes>\
      <generic:Value id="OBS_STATUS" value="A"/></generic:Attributes></generic:Obs>
      <generic:Obs><generic:ObsDimension value="2024-06-04"/><generic:ObsValue value="NaN"/></generic:Obs>
      <generic:Obs><generic:ObsDimension value="2024-06-05"/></generic:Obs>
      </generic:Series></message:DataSet></message:GenericData>
      """
    let local = try XMLFormat(row: "Series/Obs", date: "ObsDimension/@value", values: [("USD", "ObsValue/@value")])
    let bound = try XMLFormat(
      row: "g:Obs", date: "g:ObsDimension/@value", values: [("USD", "g:ObsValue/@value")],
      namespaces: ["g": "urn:generic"])
    for format in [local, bound] {
      #expect(format.outcome(text) == "USD: 2024-06-03=1.125 2024-06-04=- 2024-06-05=-")
    }
  }

  @Test("SDMX, specific to a structure: elements of no namespace inside one that has one; nested and flat")
  func sdmxSpecific() throws {
    let nested = """
      <message:StructureSpecificTimeSeriesData xmlns:message="urn:message" xmlns:data="urn:data" xmlns:exr="urn:exr" \
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><message:DataSet xsi:type="exr:DataSetType">
      <Series FREQ="D" CURRENCY="USD"><Obs TIME_PERIOD="2024-06-03" OBS_VALUE="1.125" OBS_STATUS="A"/></Series>
      <Series FREQ="D" CURRENCY="JPY"><Obs TIME_PERIOD="2024-06-03" OBS_VALUE="171" OBS_STATUS="A"/></Series>
      </message:DataSet></message:StructureSpecificTimeSeriesData>
      """
    let series = try XMLFormat(
      row: "Series[@CURRENCY='USD']/Obs", date: "@TIME_PERIOD", values: [("USD", "@OBS_VALUE")])
    #expect(series.outcome(nested) == "USD: 2024-06-03=1.125")
    let flat = """
      <message:StructureSpecificData xmlns:message="urn:message"><message:DataSet>
      <Obs FREQ="D" CURRENCY="USD" TIME_PERIOD="2024-06-03" OBS_VALUE="1.125"/>
      <Obs FREQ="D" CURRENCY="JPY" TIME_PERIOD="2024-06-03" OBS_VALUE="171"/>
      </message:DataSet></message:StructureSpecificData>
      """
    let observations = try XMLFormat(
      row: "Obs[@CURRENCY='USD'][@FREQ='D']", date: "@TIME_PERIOD", values: [("USD", "@OBS_VALUE")])
    #expect(observations.outcome(flat) == "USD: 2024-06-03=1.125")
  }

  @Test("SDMX, a notice in the footer instead of data")
  func footer() throws {
    let format = try XMLFormat(
      row: "Obs", date: "@TIME_PERIOD", values: [("v", "@OBS_VALUE")], refusals: [("Footer/Message", "Text")])
    let text = """
      <m:GenericData xmlns:m="urn:m" xmlns:f="urn:f" xmlns:c="urn:c"><f:Footer><f:Message code="413" severity="Infomation">\
      <c:Text>Due to the large query the response will be written to https://example.org/x.zip</c:Text></f:Message>\
      </f:Footer></m:GenericData>
      """
    #expect(
      format.outcome(text)
        == "error: d.xml: the server sent 'Footer/Message' instead of data: Due to the large query the response will be "
        + "written to https://example.org/x.zip. Check the request")
  }

  @Test("World Bank, a byte order mark, rows inside an element of their own name, newest first, years")
  func worldBank() throws {
    let format = try XMLFormat(
      row: "wb:data/wb:data", date: "wb:date", values: [("GDP", "wb:value")],
      namespaces: ["wb": "http://www.worldbank.org"], refusals: [("wb:error/wb:message", ".")])
    let text = """
      \u{FEFF}<?xml version="1.0" encoding="utf-8"?>
      <wb:data page="1" pages="1" per_page="50" total="2" lastupdated="2018-07-25" xmlns:wb="http://www.worldbank.org">
        <wb:data>
          <wb:indicator id="X">Population, total</wb:indicator>
          <wb:country id="IT">Italy</wb:country>
          <wb:date>2018</wb:date>
          <wb:value />
          <wb:unit/><wb:decimal>0</wb:decimal>
        </wb:data>
        <wb:data><wb:date>2017</wb:date><wb:value>18</wb:value></wb:data>
      </wb:data>
      """
    #expect(format.outcome(text) == "GDP: 2018=- 2017=18.0")
    let error = """
      <wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="120" key="Invalid value">The provided parameter \
      value is not valid</wb:message></wb:error>
      """
    #expect(
      format.outcome(error)
        == "error: d.xml: the server sent 'wb:error/wb:message' instead of data: The provided parameter value is not "
        + "valid. Check the request")
    let shallow = try XMLFormat(row: "data", date: "date", values: [("GDP", "value")])
    #expect(
      shallow.outcome(text).hasPrefix(
        "error: d.xml:2: column 1 ('date'): there is no date 'date' in row 1, found ''. There are: @page, @pages"))
  }

  @Test("the root is known without reading on")
  func root() throws {
    #expect(XMLGlance(Array(Self.daily.utf8))?.root == "Envelope")
    #expect(XMLGlance(Array("<error code='400'/>".utf8))?.root == "error")
  }
}
