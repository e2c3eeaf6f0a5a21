import CSystem
import Glibc

/// Opens a page for the user.
enum Browser {
  /// Opens a file with the program that the user's desktop uses for it.
  ///
  /// - Returns: why that failed; nil if no failure was seen.
  static func open(_ path: String, on machine: Machine) async -> String? {
    let name = "xdg-open"
    let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"].contains { !(machine.environment[$0] ?? "").isEmpty }
    guard hasDisplay else { return "there is no display to open it on (neither DISPLAY nor WAYLAND_DISPLAY is set)" }
    let programs: [String] = machine.programFolders.map { "\($0)/\(name)" }
    guard let program = programs.first(where: { access($0, X_OK) == 0 }) else {
      return "there is no \(name) in PATH to open it with"
    }
    guard let child = start(program, path, machine.environment) else {
      return "\(program) did not start: \(String(cString: strerror(errno)))"
    }
    // It ends at once if a browser is running already; else it may become the browser and go on.
    for _ in 0..<40 {
      var status: Int32 = 0
      guard waitpid(child, &status, WNOHANG) == child else {
        try? await Task.sleep(for: .milliseconds(50))
        continue
      }
      return status == 0 ? nil : "\(program) could not open it (status \((status >> 8) & 0xFF))"
    }
    return nil
  }

  private static func start(_ program: String, _ path: String, _ environment: [String: String]) -> pid_t? {
    let nowhere = Glibc.open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard nowhere >= 0 else { return nil }
    defer { close(nowhere) }
    var child: pid_t = 0
    let arguments: [UnsafeMutablePointer<CChar>?] = [program, path].map { (text: String) in strdup(text) } + [nil]
    let variables: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (arguments + variables).forEach { free($0) } }
    let problem = engram_spawn(&child, program, arguments, variables, ".", nowhere, nowhere)
    if problem != 0 { errno = problem }
    return problem == 0 ? child : nil
  }
}
