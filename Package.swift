// swift-tools-version: 6.2
import PackageDescription

// The same strict settings for all targets. Warnings are errors.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// Optimising took most of the time of a first build. Where no time is spent at run time it is left out.
let unoptimised: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

// Swift's libraries are linked into the program: it starts in two thirds of the time, and runs where Swift is not
// installed. A linker setting, and not a flag of the build, so that tests share what was compiled for the program.
let selfContained: [LinkerSetting] = [
  .unsafeFlags(["-static-stdlib", "-use-ld=lld"], .when(configuration: .release)),
  .linkedLibrary("CoreFoundation", .when(configuration: .release)),
  .linkedLibrary("_FoundationICU", .when(configuration: .release)),
  .linkedLibrary("_FoundationCShims", .when(configuration: .release)),
  .linkedLibrary("_FoundationCollections", .when(configuration: .release)),
]

func stage(
  _ name: String, _ dependencies: Target.Dependency..., embedding files: [String] = [], excluding others: [String] = [],
  optimised: Bool = true
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: others, resources: files.map { .embedInCode($0) },
    swiftSettings: optimised ? house : house + unoptimised)
}

func tests(of name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies,
    swiftSettings: house + unoptimised)
}

// Declared sources that are embedded in the program.
let builtInSources = [
  "fred", "fred-api", "ecb", "ecb-xml", "ecb-sdmx", "cboe", "nasdaq", "dbnomics", "boc", "treasury", "binance",
  "kraken", "coinbase", "market",
]

// Data flows downwards through this table.
let package = Package(
  name: "engram",
  products: [
    .library(name: "Engram", targets: ["Engram"]),
    .library(name: "DataSources", targets: ["DataSources", "Formats", "TimeSeries", "Numbers"]),
    .executable(name: "engram", targets: ["EngramCommand"]),
    // For Tests/fuzz alone, a package of its own because a fuzzer needs compiler flags of its own.
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    stage("TimeSeries"),
    stage("Numbers", "CLanes"),
    stage("Files", "CSystem", "CCrypto", excluding: ["README.md"]),
    stage(
      "Formats", "TimeSeries", "Numbers", "Files", "CXML2", "CZlib", "CBZip2", "CLZMA",
      excluding: ["README.md"]),
    stage(
      "DataSources", "Formats", "TimeSeries", "Numbers", "Files", "CCurl", "CSystem", "CSQLite",
      .product(name: "Yams", package: "Yams"),
      embedding: builtInSources.map { "Declared/BuiltIn/\($0).yaml" }
        + ["Programs/Tables/parquet.py", "Programs/Tables/excel.py"], excluding: ["README.md"],
      optimised: false),
    stage("Panels", "TimeSeries", "Numbers"),
    stage("Recurrence", "Panels", "Numbers", "CLanes"),
    // What the series show before a network is trained. Compiled beside Recurrence.
    stage("SeriesMemory", "Panels", "TimeSeries", "Numbers"),
    stage("Memory", "SeriesMemory", "Recurrence", "Panels", "Numbers"),
    stage(
      "Reporting", "Memory", "SeriesMemory", "Recurrence", "Panels", "TimeSeries", "Numbers", "Files", "CSystem",
      "CXML2",
      .product(name: "Mustache", package: "swift-mustache"),
      embedding: [
        "page.mustache", "block.mustache", "table.mustache", "verbatim.mustache", "page.css", "page.js", "figures.js",
      ].map { "Page/\($0)" }, optimised: false),
    stage(
      "Engram", "Reporting", "Memory", "SeriesMemory", "Recurrence", "Panels", "DataSources", "Formats", "TimeSeries",
      "Numbers",
      "Files",
      .product(name: "Logging", package: "swift-log"), .product(name: "Mustache", package: "swift-mustache"),
      .product(name: "Yams", package: "Yams"),
      embedding: [
        "Calibration/Published.csv", "Sweep/maps.mustache", "Sweep/sweep.css",
      ], optimised: false),
    .executableTarget(
      name: "EngramCommand",
      dependencies: [
        "Engram", "Files", "CSystem", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house + unoptimised, linkerSettings: selfContained),
    // What `make bench` times beside the peers.
    .executableTarget(
      name: "engram-benchmark",
      dependencies: [
        "Engram", "DataSources", "Reporting", "Memory", "SeriesMemory", "Panels", "Recurrence", "TimeSeries", "Numbers",
      ],
      path: "Benchmarks/engram", swiftSettings: house, linkerSettings: selfContained),
    // The program of Examples/, a package of its own, built with this one too.
    .executableTarget(
      name: "verdict", dependencies: ["Engram"], path: "Examples/Sources/verdict", swiftSettings: house),
    .target(name: "CLanes"),
    .target(name: "CSystem"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CBZip2", providers: [.apt(["libbz2-dev"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
    .target(name: "TestSupport", dependencies: ["TimeSeries"], path: "Tests/TestSupport", swiftSettings: house),
    tests(of: "Numbers", "CLanes", "TestSupport"),
    tests(of: "TimeSeries"),
    tests(of: "Files", "TestSupport"),
    // Writes to a cache until a test kills it.
    .executableTarget(
      name: "CacheWriter", dependencies: ["DataSources", "Files"], path: "Tests/cache-writer", swiftSettings: house),
    // What a fuzzer calls, here and in the package Tests/fuzz.
    .target(
      name: "FuzzTargets", dependencies: ["DataSources", "Formats", "Recurrence", "TimeSeries"],
      path: "Tests/fuzz/Targets",
      swiftSettings: house),
    tests(of: "Formats", "DataSources", "TimeSeries", "Numbers", "CZlib", "TestSupport", "FuzzTargets"),
    tests(
      of: "DataSources", "Formats", "TimeSeries", "Numbers", "Files", "TestSupport", "CacheWriter", "FuzzTargets"),
    tests(of: "Panels", "TimeSeries", "Numbers"),
    tests(of: "Recurrence", "Panels", "Numbers", "TestSupport"),
    tests(of: "Memory", "SeriesMemory", "Recurrence", "Panels", "TimeSeries", "Numbers", "TestSupport"),
    tests(of: "Engram", "SeriesMemory", "TestSupport", .product(name: "Logging", package: "swift-log")),
    tests(
      of: "Reporting", "Engram", "Memory", "SeriesMemory", "Recurrence", "Panels", "TimeSeries", "Numbers",
      "TestSupport"),
  ],
  swiftLanguageModes: [.v6]
)
