/// A sweep as a job array of Slurm: three scripts that a person can read and change.
///
/// `array` runs one shard in each of its tasks, `merge` makes the result after all of them, and `submit` submits both. A
/// shard that fails, exceeds its time or loses its node is queued again and continues.
package struct SlurmJob: Sendable, Equatable {
  /// What the queue calls it.
  package var name = "engram"
  /// Tasks of the array.
  package var shards: Int
  /// Processors of a shard, each for one point at a time.
  package var cpus = 2
  /// In the notation of `sbatch`, as `time` is: `2G`, `01:00:00`.
  package var memory = "2G"
  package var time = "01:00:00"
  /// Where it runs; nil for the default.
  package var partition: String?
  package var program: String
  /// The command that has shards: `sweep`, or `test`.
  package var command = "sweep"
  /// What it works on: the sweep file, or sources.
  package var work: [String]
  /// Further options of each shard.
  package var options: [String] = []
  /// The folder in which relative paths start.
  package var folder: String
  /// The folder of the merged result.
  package var out: String

  package init(shards: Int, program: String, work: [String], folder: String, out: String) {
    (self.shards, self.program, self.work, self.folder, self.out) = (shards, program, work, folder, out)
  }

  package var scripts: [(name: String, text: String)] {
    [("array", array), ("merge", merge), ("submit", submit)]
  }

  private var array: String {
    """
    #!/bin/bash
    # One shard of engram \(command) \(comment(work)). Each point is kept as soon as it is done, so a shard that is queued again
    # continues on any node.
    #SBATCH --array=1-\(shards)
    #SBATCH --cpus-per-task=\(cpus)
    \(common)
    # After the death of a node.
    #SBATCH --requeue
    #SBATCH --open-mode=append
    # A minute before its time limit the shard stops and is queued again.
    #SBATCH --signal=B:USR1@60
    # How often a shard is queued again: after a failure, and after its time limit.
    again=5
    more_time=100

    engram=${ENGRAM:-\(quoted(program))}
    shard=$SLURM_ARRAY_TASK_ID
    echo "shard $shard of \(shards) on ${SLURMD_NODENAME:-$(hostname)}"
    "$engram" \(command) \(words) --shard "$shard/\(shards)" --threads "$SLURM_CPUS_PER_TASK" \\
      --out \(quoted(out + "/shards/"))"$shard" --quiet &
    work=$!
    trap 'kill -TERM $work' USR1
    status=0
    wait $work || status=$?
    # The trap ends the first wait before the work has ended.
    if kill -0 $work 2>/dev/null; then
      status=0
      wait $work || status=$?
    fi
    # 2: the command is wrong, and stays so. 3: done, but some sources failed.
    if [ $status = 0 ] || [ $status = 2 ] || [ $status = 3 ]; then exit $status; fi
    echo "shard $shard ended with $status, for the $((${SLURM_RESTART_COUNT:-0} + 1)). time" >&2
    if [ $status = 130 ]; then again=$more_time; fi
    if [ "${SLURM_RESTART_COUNT:-0}" -lt $again ]; then
      # By the number of the array: in the last task the job number means all of them.
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_$shard" && sleep 60
    fi
    exit $status

    """
  }

  private var merge: String {
    """
    #!/bin/bash
    # Collects the points of all shards and makes the result, or lists the missing points.
    \(common)
    engram=${ENGRAM:-\(quoted(program))}
    exec "$engram" \(command) --merge \(quoted(out + "/shards"))/* --out \(quoted(out))

    """
  }

  private var submit: String {
    """
    #!/bin/bash
    # Queues the shards and the merge after them. afterany: it also runs after shards that failed, and lists what is
    # missing.
    set -euo pipefail
    cd -- \(quoted(folder))
    command -v sbatch >/dev/null || { echo "there is no sbatch here: run this on a machine that submits jobs" >&2; exit 1; }
    mkdir -p \(quoted(out + "/slurm/logs"))
    array=$(sbatch --parsable --job-name=\(quoted(name)) --output=\(quoted(log("%a"))) \(quoted(out + "/slurm/array")))
    array=${array%%;*}
    merge=$(sbatch --parsable --job-name=\(quoted(name + "-merge")) --output=\(quoted(log("merge"))) \\
      --dependency="afterany:$array" \(quoted(out + "/slurm/merge")))
    echo "shards: job $array; merging: job ${merge%%;*}; the result will be in "\(quoted(out))

    """
  }

  private var common: String {
    (["#SBATCH --mem=\(memory)", "#SBATCH --time=\(time)"] + (partition.map { ["#SBATCH --partition=\($0)"] } ?? []))
      .joined(separator: "\n")
  }

  private var words: String { (work + options).map(quoted).joined(separator: " ") }
  private func log(_ task: String) -> String { out + "/slurm/logs/" + task + ".log" }

  /// A comment has no line break.
  private func comment(_ words: [String]) -> String {
    String(words.joined(separator: " ").prefix(60).map { $0.isNewline ? " " : $0 })
  }

  /// One word of a shell, whatever the text.
  private func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+:,%@".utf8.contains($0)
      }
    }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
