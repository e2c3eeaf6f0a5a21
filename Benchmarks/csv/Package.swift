// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "csv-benchmark",
  dependencies: [.package(name: "engram", path: "../..")],
  targets: [
    .executableTarget(name: "csv-benchmark", dependencies: [.product(name: "DataSources", package: "engram")])
  ],
  swiftLanguageModes: [.v6]
)
