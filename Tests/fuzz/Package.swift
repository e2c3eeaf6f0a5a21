// swift-tools-version: 6.2
import PackageDescription

// The fuzzer's own library has the `main`, so the program has none: its sources are parsed as those of a library.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "engram", path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "FuzzTargets", package: "engram")],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ],
  swiftLanguageModes: [.v6]
)
