import FuzzTargets
import Glibc

/// The one that the variable FUZZ_TARGET names.
private let target: @Sendable ([UInt8]) -> Void = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let found = FuzzTargets.named.first(where: { $0.name == name }) else {
    fatalError("FUZZ_TARGET is none of \(FuzzTargets.named.map(\.name))")
  }
  return found.run
}()

/// What the fuzzer calls with every input it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
