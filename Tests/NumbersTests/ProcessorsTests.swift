import Numbers
import Testing

@Suite("The processors of a process")
struct ProcessorsTests {
  /// On a machine of 64 processors.
  private func usable(_ files: [String: String]) -> Int {
    Processors.usable { files[$0] ?? ["/proc/self/status": "Name:\tx\nCpus_allowed_list:\t0-63\n"][$0] }
  }

  @Test("are at least one")
  func here() { #expect(Processors.usable >= 1) }

  @Test(
    "are those the scheduler may choose from", arguments: [("0", 1), ("0-1", 2), ("0-3,8", 5), ("1,3,5-6", 4)])
  func affinity(list: String, count: Int) {
    #expect(usable(["/proc/self/status": "Cpus_allowed:\tff\nCpus_allowed_list:\t\(list)\n"]) == count)
  }

  @Test("are all that are online where the list cannot be read", arguments: ["", "-", "a", "3-1", "1,,b"])
  func noAffinity(list: String) {
    #expect(usable(["/proc/self/status": "Cpus_allowed_list:\t\(list)\n"]) >= 1)
  }

  @Test(
    "are not limited where no control group sets a quota",
    arguments: ["", "max", "max 100000\n", "100000", "-5 100000", "a b", "1 0", "1 2 3"])
  func noQuota(text: String) {
    #expect(usable([:]) == 64)
    #expect(usable(["/proc/self/cgroup": "nonsense\n0::/\n", "/sys/fs/cgroup/cpu.max": text]) == 64)
  }

  @Test("are limited by the smallest quota of the group and of those above it, rounded up, in version 2")
  func versionTwo() {
    let files = [
      "/proc/self/cgroup": "0::/jobs/17\n", "/sys/fs/cgroup/jobs/cpu.max": "150000 100000\n",
      "/sys/fs/cgroup/jobs/17/cpu.max": "400000 100000\n",
    ]
    #expect(usable(files) == 2)
    #expect(usable(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/cpu.max": "5000 100000\n"]) == 1)
  }

  @Test("are limited by the quota of the controller 'cpu' in version 1, where -1 is none")
  func versionOne() {
    var files = [
      "/proc/self/cgroup": "5:memory:/docker/a\n4:cpu,cpuacct:/docker/a\n1:name=systemd:/docker/a\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    ]
    #expect(usable(files) == 64)
    // In a container the host's path does not exist, and the mount is the container's own group.
    files["/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us"] = "250000\n"
    #expect(usable(files) == 3)
  }
}
