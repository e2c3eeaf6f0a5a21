import DataSources

/// Answers in the exact form of each provider; the numbers are invented.
enum Sample {
  static let fred = "observation_date,NASDAQCOM\n2025-01-17,19630.2\n2025-01-20,\n2025-01-21,19756.78\n"
  /// Before December 2024.
  static let fredOld = "DATE,NASDAQCOM\n2025-01-17,19630.2\n2025-01-20,.\n2025-01-21,19756.78\n"

  static let fredXML = """
    <?xml version="1.0" encoding="utf-8" ?>
    <observations realtime_start="2025-02-01" realtime_end="2025-02-01" observation_start="1600-01-01" \
    observation_end="9999-12-31" units="lin" output_type="1" file_type="xml" order_by="observation_date" \
    sort_order="asc" count="3" offset="0" limit="100000">
      <observation realtime_start="2025-02-01" realtime_end="2025-02-01" date="2025-01-17" value="19630.2"/>
      <observation realtime_start="2025-02-01" realtime_end="2025-02-01" date="2025-01-20" value="."/>
      <observation realtime_start="2025-02-01" realtime_end="2025-02-01" date="2025-01-21" value="19756.78"/>
    </observations>




    """
  static let fredXMLError =
    "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n"
    + "<error code=\"400\" message=\"Bad Request.  The series does not exist.\" />\n\n\n\n"

  static let ecbTable = """
    Date,USD,JPY,BGN,CAD,CHF,GBP,AUD,
    2026-10-30,1.25,150,N/A,1.5,0.9375,0.8,1.75,
    2026-10-29,1.2,150.6,N/A,1.5,0.9,0.8,1.8,
    1999-01-04,1.1,132,N/A,1.8,1.6,N/A,1.9,

    """
  static let ecb = storedArchive("eurofxref-hist.csv", Array(ecbTable.utf8))

  static let ecbXML = """
    <?xml version="1.0" encoding="UTF-8"?>
    <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
    xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
    \t<gesmes:subject>Reference rates</gesmes:subject>
    \t<gesmes:Sender>
    \t\t<gesmes:name>European Central Bank</gesmes:name>
    \t</gesmes:Sender>
    \t<Cube>
    \t\t<Cube time='2026-10-30'>
    \t\t\t<Cube currency='USD' rate='1.25'/>
    \t\t\t<Cube currency='JPY' rate='150'/>
    \t\t</Cube>
    \t\t<Cube time='2026-10-29'>
    \t\t\t<Cube currency='USD' rate='1.2'/>
    \t\t</Cube>
    \t</Cube>
    </gesmes:Envelope>

    """

  static let ecbSDMX = """
    KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,TITLE_COMPL,UNIT
    EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2024-06-03,1.25,A,F,"Reference rate, US dollar/Euro, 2:15 pm (C.E.T.)",USD
    EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2024-06-04,NaN,H,F,"Reference rate, US dollar/Euro, 2:15 pm (C.E.T.)",USD

    """

  static let cboe = "DATE,SPX\n03/12/2026,5990.000000\n03/13/2026,6000.500000\n"
  static let cboeDow = "DATE,DJX\n03/12/2026,401.250000\n03/13/2026,402.000000\n"

  static let nasdaq = """
    {"data":{"symbol":"COMP","totalRecords":2,"tradesTable":{"asOf":null,"headers":{"date":"Date",\
    "close":"Close/Last","volume":"Volume","open":"Open","high":"High","low":"Low"},"rows":[{"date":"08/25/2026",\
    "close":"29,000.25","volume":"--","open":"29,001.18","high":"29,300.77","low":"28,900.72"},{"date":"08/24/2026",\
    "close":"--","volume":"--","open":"28,950.00","high":"29,100.00","low":"28,900.00"}]}},"message":null,\
    "status":{"rCode":200,"bCodeMessage":null,"developerMessage":null}}
    """
  static let nasdaqError = """
    {"data":null,"message":null,"status":{"rCode":400,"bCodeMessage":[{"code":1001,"errorMessage":"Symbol not exists."}],\
    "developerMessage":null}}
    """

  static func dbnomics(_ values: String) -> String {
    """
    {"series":{"docs":[{"provider_code":"ECB","dataset_code":"EXR","series_code":"D.USD.EUR.SP00.A",\
    "series_name":"Daily – US dollar","@frequency":"daily","period":["1999-01-04","1999-01-05","1999-01-06"],\
    "value":[\(values)]}],"limit":1000,"num_found":1,"offset":0}}
    """
  }
  static let dbnomicsError = #"{"message":"Series ECB/EXR/D.ZZZ.EUR.SP00.A not found","errors":null}"#

  static func bankOfCanada(_ series: String, _ values: [String]) -> String {
    """
    TERMS AND CONDITIONS
    https://www.bankofcanada.ca/terms/

    NAME
    "Daily exchange rates"

    SERIES
    id,label,description
    "\(series)","USD/CAD","US dollar to Canadian dollar daily exchange rate"

    OBSERVATIONS
    "date","\(series)"
    "2023-11-28","\(values[0])"
    "2023-11-29","\(values[1])"

    ERRORS

    """
  }

  static let treasury = """
    <?xml version="1.0" encoding="utf-8" standalone="yes" ?>
    <feed xml:base="https://home.treasury.gov/resource-center/data-chart-center/interest-rates/pages/xml" \
    xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" \
    xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns="http://www.w3.org/2005/Atom">
    <title type="text">DailyTreasuryYieldCurveRateData</title>
    <updated>2023-10-03T15:51:03Z</updated>
    <entry><title type="text"/><author><name/></author>
    <content type="application/xml"><m:properties>
    <d:Id m:type="Edm.Int32">274</d:Id>
    <d:NEW_DATE m:type="Edm.DateTime">2023-10-02T00:00:00</d:NEW_DATE>
    <d:BC_1MONTH m:type="Edm.Double">5.5</d:BC_1MONTH>
    <d:BC_10YEAR m:type="Edm.Double">4.75</d:BC_10YEAR>
    </m:properties></content></entry>
    <entry><title type="text"/><author><name/></author>
    <content type="application/xml"><m:properties>
    <d:Id m:type="Edm.Int32">275</d:Id>
    <d:NEW_DATE m:type="Edm.DateTime">2023-10-03T00:00:00</d:NEW_DATE>
    <d:BC_1MONTH m:type="Edm.Double">5.5</d:BC_1MONTH>
    <d:BC_10YEAR m:type="Edm.Double" m:null="true" />
    </m:properties></content></entry></feed>
    """
  static let treasuryEmpty = """
    <?xml version="1.0" encoding="utf-8" standalone="yes" ?>
    <feed xmlns="http://www.w3.org/2005/Atom"><title type="text">DailyTreasuryYieldCurveRateData</title></feed>
    """

  /// Opens of 2023-01-03, 2023-07-03 (in summer) and of a Sunday evening in UTC that is Monday in London.
  static func yahoo(
    zone: String = "America/New_York", times: String = "1672756200,1672842600,1688391000",
    close: String = "3824.139892578125,null,4455.58984375", granularity: String = "1d"
  ) -> String {
    """
    {"chart":{"result":[{"meta":{"currency":"USD","symbol":"^GSPC","exchangeName":"SNP","instrumentType":"INDEX",\
    "firstTradeDate":-1325583000,"gmtoffset":-14400,"timezone":"EDT","exchangeTimezoneName":"\(zone)",\
    "priceHint":2,"dataGranularity":"\(granularity)","range":"","validRanges":["1d","max"]},"timestamp":[\(times)],\
    "indicators":{"quote":[{"close":[\(close)],"high":[1,null,3],"low":[1,null,3],"open":[1,null,3],\
    "volume":[3959140000,null,5199870000]}],"adjclose":[{"adjclose":[1,null,3]}]}}],"error":null}}
    """
  }

  static let stooq = "Date,Open,High,Low,Close,Volume\r\n2010-01-04,1115.1,1133.87,1115.1,1132.5,2217444444\r\n"
  static let stooqKey = """
    Get your apikey:
    1. Open https://stooq.com/q/d/?s=aapl.us&get_apikey
    2. Add apikey=XXXXXXXX to the address
    """
  static let stooqPage = """
    <!DOCTYPE html><html><head><title>Checking your browser</title></head><body><script>
    const c="c2FtcGxl",d=4;async function f(){const h=await crypto.subtle.digest("SHA-256",new Uint8Array(8));}
    fetch("/__verify",{method:"POST"});</script></body></html>
    """

  static let alphaVantage =
    "timestamp,open,high,low,close\r\n2024-06-28,1.07,1.08,1.06,1.0725\r\n2024-06-27,1.06,1.07,1.05,1.0625\r\n"
  static let alphaVantageNote = """
    {
        "Information": "We have detected your API key as ABC123 and our standard API rate limit is 25 requests per day."
    }
    """

  static let worldBank = """
    \u{FEFF}<?xml version="1.0" encoding="utf-8"?>
    <wb:data page="1" pages="1" per_page="20000" total="3" lastupdated="2026-07-01" sourceid="2" \
    xmlns:wb="http://www.worldbank.org">
      <wb:data>
        <wb:indicator id="SP.POP.TOTL">Population, total</wb:indicator>
        <wb:country id="FR">France</wb:country>
        <wb:countryiso3code>FRA</wb:countryiso3code>
        <wb:date>2018</wb:date>
        <wb:value />
        <wb:unit />
        <wb:obs_status />
        <wb:decimal>0</wb:decimal>
      </wb:data>
      <wb:data>
        <wb:indicator id="SP.POP.TOTL">Population, total</wb:indicator>
        <wb:country id="FR">France</wb:country>
        <wb:countryiso3code>FRA</wb:countryiso3code>
        <wb:date>2017</wb:date>
        <wb:value>66000000</wb:value>
        <wb:unit />
        <wb:obs_status />
        <wb:decimal>0</wb:decimal>
      </wb:data>
    </wb:data>
    """
  static let worldBankError = """
    <?xml version="1.0" encoding="utf-8"?>
    <wb:error xmlns:wb="http://www.worldbank.org">
      <wb:message id="120" key="Invalid value">The provided parameter value is not valid</wb:message>
    </wb:error>
    """

  /// Lines end in CRLF; a confidential value is empty.
  static let eurostat =
    "DATAFLOW,LAST UPDATE,freq,statinfo,unit,currency,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"
    + "ESTAT:ERT_BIL_EUR_M(1.0),26/08/26 11:00:00,M,AVG,NAC,USD,2024-11,1.25,,\r\n"
    + "ESTAT:ERT_BIL_EUR_M(1.0),26/08/26 11:00:00,M,AVG,NAC,USD,2024-12,,,C\r\n"
    + "ESTAT:ERT_BIL_EUR_M(1.0),26/08/26 11:00:00,M,AVG,NAC,USD,2025-01,:,,\r\n"
    + "ESTAT:ERT_BIL_EUR_M(1.0),26/08/26 11:00:00,M,AVG,NAC,USD,2025-02,1.5,p,\r\n"
  static let eurostatError = """
    <?xml version="1.0" encoding="UTF-8"?>
    <S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>100</faultcode>\
    <faultstring>No results found</faultstring></S:Fault>
    """

  static let page =
    "<!DOCTYPE html>\n<html><head><title>Access Denied</title></head><body><h1>Denied</h1></body></html>"

  /// What each provider answers to whatever is asked of it, by the beginning of the URL.
  static let all: [(start: String, body: [UInt8])] = [
    ("https://fred.stlouisfed.org/", Array(fred.utf8)),
    ("https://api.stlouisfed.org/", Array(fredXML.utf8)),
    ("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip", ecb),
    ("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.xml", Array(ecbXML.utf8)),
    ("https://data-api.ecb.europa.eu/", Array(ecbSDMX.utf8)),
    ("https://cdn.cboe.com/api/global/us_indices/daily_prices/DJX", Array(cboeDow.utf8)),
    ("https://cdn.cboe.com/", Array(cboe.utf8)),
    ("https://api.nasdaq.com/", Array(nasdaq.utf8)),
    ("https://api.db.nomics.world/", Array(dbnomics(#"1.25,"NA",1.5"#).utf8)),
    (
      "https://www.bankofcanada.ca/valet/observations/FXJPYCAD/",
      Array(bankOfCanada("FXJPYCAD", ["0.01", "0.0125"]).utf8)
    ),
    ("https://www.bankofcanada.ca/", Array(bankOfCanada("FXUSDCAD", ["1.25", "1.5"]).utf8)),
    ("https://home.treasury.gov/", Array(treasury.utf8)),
    ("https://query2.finance.yahoo.com/", Array(yahoo().utf8)),
    ("https://stooq.com/", Array(stooq.utf8)),
    ("https://www.alphavantage.co/", Array(alphaVantage.utf8)),
    ("https://api.worldbank.org/", Array(worldBank.utf8)),
    ("https://ec.europa.eu/eurostat/", Array(eurostat.utf8)),
    (
      "https://api.binance.com/",
      Array(#"[[1577836800000,"7.5","8.0","7.25","7.75","1.5",1577923199999,"2.5",3,"1.0","1.5","0"]]"#.utf8)
    ),
    (
      "https://api.kraken.com/",
      Array(#"{"error":[],"result":{"XXBTZUSD":[[1577836800,"7.5","8","7.25","7.75","7.5","1.5",3]],"last":1}}"#.utf8)
    ),
    (
      "https://api.exchange.coinbase.com/",
      Array("[[1577923200,7.25,8,7.5,7.75,1.5],[1577836800,7.25,8,7.5,7.5,1.5]]".utf8)
    ),
    ("https://example.com/", Array("Date,Close\n2026-01-02,1.5\n".utf8)),
  ]

  /// All providers at once.
  static func server() -> ServedAnswers {
    ServedAnswers { request in
      all.first { request.url.hasPrefix($0.start) }.map { response($0.body) }
    }
  }
}
