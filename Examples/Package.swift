// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "engram-examples",
  dependencies: [.package(name: "engram", path: "..")],
  targets: [
    .executableTarget(name: "verdict", dependencies: [.product(name: "Engram", package: "engram")])
  ],
  swiftLanguageModes: [.v6]
)
