import ArgumentParser
import Engram
import Files
import Glibc

/// A sweep as a job array.
struct SlurmOptions: ParsableArguments {
  @Flag(help: "Write the scripts of a job array into the folder, and run nothing.") var slurm = false
  @Flag(help: "Also submit the scripts to sbatch.") var submit = false
  @Option(help: "Tasks of the array. (default: one for each point, at most 16)") var shards: Int?
  @Option(help: "Processors of a task, each for one point at a time.") var cpus = 2
  @Option(help: "Memory of a task, in the notation of sbatch.") var memory = "2G"
  @Option(help: "Time limit of a task; a task that needs longer is queued again and continues.") var time = "01:00:00"
  @Option(help: "The partition. (default: the cluster's)") var partition: String?

  func validate() throws {
    if submit && !slurm { throw ValidationError("--submit submits the scripts of --slurm: give both") }
    if let shards { try require(shards, in: 1...10_000, as: "shards") }
    try require(cpus, in: 1...1024, as: "cpus")
    // They are written into the scripts without quotes.
    for (name, value, example) in [
      ("memory", memory, "2G"), ("time", time, "01:00:00"), ("partition", partition ?? "main", "main"),
    ] where value.isEmpty || !value.utf8.allSatisfy({ 33..<127 ~= $0 && $0 != UInt8(ascii: "#") }) {
      throw ValidationError("--\(name) is '\(value)': it must be in the notation of sbatch, as \(example)")
    }
  }

  /// - Parameters:
  ///   - command: the one that has shards.
  ///   - work: what it works on, and options that each shard has.
  func submit(_ sweep: Sweep, as command: String, _ work: [String], in folder: SweepFolder) throws {
    try folder.begin(sweep)
    var job = SlurmJob(
      shards: min(shards ?? 16, sweep.count), program: SlurmOptions.program, work: work,
      folder: Disk.resolved("."), out: folder.path)
    (job.cpus, job.memory, job.time, job.partition) = (cpus, memory, time, partition)
    job.name = "engram-\(sweep.study.name)"
    job.command = command
    for script in job.scripts { try folder.write(script.text, named: script.name, in: "slurm") }
    let script = folder.path + "/slurm/submit"
    guard submit else {
      writeToStandardError(
        "\(counted(sweep.count, "point")) in \(counted(job.shards, "shard")); submit them with: bash \(script)\n")
      return
    }
    StandardOutput.flush()
    // sbatch writes its own messages, and its exit code becomes that of this program.
    var words: [UnsafeMutablePointer<CChar>?] = [strdup("bash"), strdup(script), nil]
    execvp("bash", &words)
    throw CommandFault("cannot run bash: \(String(cString: strerror(errno)))")
  }

  /// This program as other machines with the same files find it: its full path, or its name if the shell found it in
  /// PATH.
  private static var program: String {
    let called = CommandLine.arguments.first ?? "engram"
    return called.contains("/") ? Disk.resolved(called) : called
  }
}
