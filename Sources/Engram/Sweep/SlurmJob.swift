/// A sweep as a job array of Slurm: three scripts that a person can read and change.
///
/// `array` runs one shard in each of its tasks; `merge` waits for all of them and makes the result; `submit` hands both
/// over. A shard that fails, runs out of its time or loses its node is queued again and goes on where it was.
public struct SlurmJob: Sendable, Equatable {
  /// What the queue calls it.
  public var name = "engram"
  /// Tasks of the array.
  public var shards: Int
  /// Processors of a shard: so many points at once.
  public var cpus = 2
  /// As `sbatch` has them: `2G`, `01:00:00`.
  public var memory = "2G"
  /// The longest a task may take, as Slurm writes it.
  public var time = "01:00:00"
  /// Where it runs; nil for the default.
  public var partition: String?
  /// The program, the sweep's file and further options for each shard.
  public var program: String
  /// Path of the sweep file.
  public var study: String
  /// Further options of the command.
  public var options: [String] = []
  /// The folder where paths start, and the sweep's.
  public var folder: String
  /// The folder of the merged result.
  public var out: String

  /// Tasks of the array.
  public init(shards: Int, program: String, study: String, folder: String, out: String) {
    (self.shards, self.program, self.study, self.folder, self.out) = (shards, program, study, folder, out)
  }

  /// The scripts by name.
  public var scripts: [(name: String, text: String)] {
    [("array", array), ("merge", merge), ("submit", submit)]
  }

  private var array: String {
    """
    #!/bin/bash
    # One shard of the sweep \(comment(study)). Each point is kept as soon as it is done: a shard that is queued again goes on
    # where it was, on whatever node.
    #SBATCH --array=1-\(shards)
    #SBATCH --cpus-per-task=\(cpus)
    \(common)
    # A node that dies takes nothing with it.
    #SBATCH --requeue
    #SBATCH --open-mode=append
    # A minute before its time is over the shard stops and is queued again.
    #SBATCH --signal=B:USR1@60
    # How often a shard is queued again: after a failure, and when its time was over.
    again=5
    more_time=100

    engram=${ENGRAM:-\(quoted(program))}
    shard=$SLURM_ARRAY_TASK_ID
    echo "shard $shard of \(shards) on ${SLURMD_NODENAME:-$(hostname)}"
    "$engram" sweep \(words) --shard "$shard/\(shards)" --threads "$SLURM_CPUS_PER_TASK" \\
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
    # 2: the sweep itself is wrong, and would be so again.
    if [ $status = 0 ] || [ $status = 2 ]; then exit $status; fi
    echo "shard $shard ended with $status, for the $((${SLURM_RESTART_COUNT:-0} + 1)). time" >&2
    if [ $status = 130 ]; then again=$more_time; fi
    if [ "${SLURM_RESTART_COUNT:-0}" -lt $again ]; then
      # By the number of the array: the last task's own number stands for all of them.
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_$shard" && sleep 60
    fi
    exit $status

    """
  }

  private var merge: String {
    """
    #!/bin/bash
    # Brings the points of all shards together and makes the result; says which are missing, if any.
    \(common)
    engram=${ENGRAM:-\(quoted(program))}
    exec "$engram" sweep --merge \(quoted(out + "/shards"))/* --out \(quoted(out))

    """
  }

  private var submit: String {
    """
    #!/bin/bash
    # Queues the shards, and behind them the merging. afterany: it runs after shards that failed for good as well, and
    # says what they left undone.
    set -euo pipefail
    cd -- \(quoted(folder))
    command -v sbatch >/dev/null || { echo "there is no sbatch here: run this where jobs are submitted" >&2; exit 1; }
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

  private var words: String { ([study] + options).map(quoted).joined(separator: " ") }
  private func log(_ task: String) -> String { out + "/slurm/logs/" + task + ".log" }

  /// No line break in a comment.
  private func comment(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }

  /// One word of a shell, whatever is in it.
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
