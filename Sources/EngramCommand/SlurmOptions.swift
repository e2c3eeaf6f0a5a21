import ArgumentParser
import Engram
import Glibc

/// How a sweep becomes a job array.
struct SlurmOptions: ParsableArguments {
  @Flag(help: "Write the scripts of a job array into the folder, and run nothing.") var slurm = false
  @Flag(help: "Hand the scripts to sbatch, too.") var submit = false
  @Option(help: "Tasks of the array. (default: one for each point, at most 16)") var shards: Int?
  @Option(help: "Processors of a task: so many points at once.") var cpus = 2
  @Option(help: "Memory of a task, as sbatch has it.") var memory = "2G"
  @Option(help: "Time limit of a task; one that needs longer is queued again and goes on.") var time = "01:00:00"
  @Option(help: "The partition. (default: the cluster's)") var partition: String?

  func validate() throws {
    if submit && !slurm { throw ValidationError("--submit hands over the scripts of --slurm: give both") }
    if let shards, !(1...10_000).contains(shards) {
      throw ValidationError("--shards is '\(shards)': it must be a whole number from 1 to 10000")
    }
    guard (1...1024).contains(cpus) else {
      throw ValidationError("--cpus is '\(cpus)': it must be a whole number from 1 to 1024")
    }
    // They stand in the scripts as they are.
    for (name, value, example) in [
      ("memory", memory, "2G"), ("time", time, "01:00:00"), ("partition", partition ?? "main", "main"),
    ] where value.isEmpty || !value.utf8.allSatisfy({ 33..<127 ~= $0 && $0 != UInt8(ascii: "#") }) {
      throw ValidationError("--\(name) is '\(value)': it must be as sbatch has it, as \(example)")
    }
  }

  /// - Parameter options: what each shard is called with.
  func submit(_ sweep: Sweep, _ file: String, sharing options: [String], in folder: SweepFolder) throws {
    try folder.begin(sweep)
    var job = SlurmJob(
      shards: min(shards ?? 16, sweep.count), program: SlurmOptions.program, study: file,
      folder: resolved(".") ?? ".", out: folder.path)
    (job.cpus, job.memory, job.time, job.partition) = (cpus, memory, time, partition)
    job.name = "engram-\(sweep.study.name)"
    job.options = options
    for script in job.scripts { try folder.write(script.text, named: script.name, in: "slurm") }
    let script = folder.path + "/slurm/submit"
    guard submit else {
      writeToStandardError(
        "\(counted(sweep.count, "point")) in \(counted(job.shards, "shard")); submit them with: bash \(script)\n")
      return
    }
    fflush(nil)
    // What sbatch says is said by it, and its exit code is ours.
    var words: [UnsafeMutablePointer<CChar>?] = [strdup("bash"), strdup(script), nil]
    execvp("bash", &words)
    throw CommandFault("cannot run bash: \(String(cString: strerror(errno)))")
  }

  /// This program, for other machines that see the same files: its full path, or its name where the shell found it by
  /// that.
  private static var program: String {
    let called = CommandLine.arguments.first ?? "engram"
    return called.contains("/") ? resolved(called) ?? called : called
  }
}

private func resolved(_ path: String) -> String? {
  guard let real = realpath(path, nil) else { return nil }
  defer { free(real) }
  return String(cString: real)
}
