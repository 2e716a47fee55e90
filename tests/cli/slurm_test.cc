// A Slurm job array of 8 shards, merged, is the whole run. The test starts Debian's munged, slurmctld and slurmd with
// files in its folder on 127.0.0.1, and stops them by their process ids.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "support/canonical_report.h"
#include "support/catch.h"
#include "support/installed.h"
#include "support/paths.h"
#include "support/process.h"
#include "support/temporary_folder.h"

using jobrig::test::Outcome;
using jobrig::test::Process;
using jobrig::test::ProcessOptions;

namespace {

constexpr std::array<const char*, 4> kPrograms{"/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd",
                                               "/usr/bin/sbatch"};
constexpr std::size_t kShards = 8;

bool slurm_is_there() {
  return std::all_of(kPrograms.begin(), kPrograms.end(),
                     [](const char* program) { return jobrig::test::is_installed(program, "scale"); });
}

std::string host_name() {
  std::array<char, 256> name{};
  REQUIRE(::gethostname(name.data(), name.size() - 1) == 0);
  const std::string whole = name.data();
  return whole.substr(0, whole.find('.'));
}

/// Two ports that are free now. Slurm cannot choose a port itself.
std::array<std::uint16_t, 2> free_ports() {
  std::array<std::uint16_t, 2> ports{};
  std::array<jobrig::base::Descriptor, 2> sockets;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    sockets[i] = jobrig::base::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(sockets[i].get(), generic, size) == 0);
    REQUIRE(::getsockname(sockets[i].get(), generic, &size) == 0);
    ports[i] = ntohs(address.sin_port);
  }
  return ports;
}

/// A cluster of one machine.
class Cluster {
 public:
  Cluster() {
    for (const char* name : {"munge", "state", "spool", "bin"}) {
      std::filesystem::create_directory(folder_.path() / name);
    }
    namespace fs = std::filesystem;
    fs::permissions(folder_.path() / "munge", fs::perms::owner_all);
    std::ofstream(file("munge/key")) << std::string(1024, 'k');
    fs::permissions(file("munge/key"), fs::perms::owner_read);
    fs::create_symlink(jobrig::test::jobrig_program(), file("bin/jobrig"));
    std::ofstream(file("slurm.conf")) << configuration();
    start({kPrograms[0], "--foreground", "--force", "--num-threads=1", "--origin=127.0.0.1",
           "--key-file=" + file("munge/key"), "--socket=" + file("munge/socket"), "--pid-file=" + file("munge/pid"),
           "--log-file=" + file("munge/log"), "--seed-file=" + file("munge/seed")});
    start({kPrograms[1], "-D", "-c"});
    start({kPrograms[2], "-D"});
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

  /// Runs a program with this cluster. The first calls may find no controller yet; Slurm's own timeouts retry.
  /// `sbatch --wait` asks for the end after 3, 11, 43, 75 and then every 32 seconds.
  [[nodiscard]] Outcome run(const std::vector<std::string>& words) const {
    ProcessOptions options = environment();
    options.folder = folder_.path().string();
    return jobrig::test::run(words, options);
  }

  /// What the daemons wrote, for a failure.
  [[nodiscard]] std::string logs() const {
    std::string all;
    for (const char* name : {"slurmctld.log", "slurmd.log", "shard-1.log"}) {
      std::ifstream in(file(name));
      all += std::string(name) + ":\n" + std::string(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

 private:
  [[nodiscard]] ProcessOptions environment() const {
    ProcessOptions options;
    options.environment = {{"SLURM_CONF", file("slurm.conf")},
                           {"PATH", file("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin"}};
    return options;
  }

  void start(const std::vector<std::string>& words) {
    daemons_.push_back(std::make_unique<Process>(words, environment()));
  }

  [[nodiscard]] std::string configuration() const {
    const auto [controller, node] = free_ports();
    const std::string user = std::to_string(::getuid());
    return "ClusterName=test\nSlurmctldHost=" + host_name() +
           "(127.0.0.1)\nSlurmctldPort=" + std::to_string(controller) + "\nSlurmdPort=" + std::to_string(node) + "\n" +
           "CommunicationParameters=NoCtldInAddrAny,NoInAddrAny\nSlurmUser=" + user + "\nSlurmdUser=" + user +
           "\nAuthType=auth/munge\nAuthInfo=socket=" + file("munge/socket") +
           "\nCredType=cred/munge\nProctrackType=proctrack/pgid\nTaskPlugin=task/none\nSwitchType=switch/none\n"
           "MpiDefault=none\nJobAcctGatherType=jobacct_gather/none\nAccountingStorageType=accounting_storage/none\n"
           "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core\nReturnToService=2\n"
           "SchedulerParameters=sched_interval=1,batch_sched_delay=0\nSlurmdParameters=config_overrides\n"
           "SlurmctldPidFile=" +
           file("slurmctld.pid") + "\nSlurmdPidFile=" + file("slurmd.pid") + "\nStateSaveLocation=" + file("state") +
           "\nSlurmdSpoolDir=" + file("spool") + "\nSlurmctldLogFile=" + file("slurmctld.log") +
           "\nSlurmdLogFile=" + file("slurmd.log") + "\nNodeName=" + host_name() +
           " NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN\n" +
           "PartitionName=all Nodes=ALL Default=YES MaxTime=10:00 State=UP\n";
  }

  jobrig::test::TemporaryFolder folder_;
  std::vector<std::unique_ptr<Process>> daemons_;
};

std::vector<std::string> client() {
  const auto folder = std::filesystem::path(jobrig::test::jobrig_program()).parent_path();
  return {"--run", "request/*", "--adapter", "--", (folder / "jobrig_reference_client").string()};
}

std::vector<std::string> join(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("a Slurm array of shards gives the report of the whole run", "[cli][slurm][slow]") {
  if (!slurm_is_there()) {
    return;
  }
  const Cluster cluster;
  const std::string script = (jobrig::test::source_folder() / "ci/examples/slurm-array.sbatch").string();
  const Outcome array = cluster.run(join({kPrograms[3], "--wait", script}, client()));
  CAPTURE(array.out, array.err, cluster.logs());
  REQUIRE(array.exit_code == 0);

  std::vector<std::string> shards{"report", "--merge"};
  for (std::size_t i = 1; i <= kShards; ++i) {
    shards.push_back(cluster.file("shard-" + std::to_string(i) + ".json"));
  }
  const Outcome merged = jobrig::test::run_jobrig(join(shards, {"--json", cluster.file("merged.json")}));
  CHECK(merged.err.empty());
  CHECK(merged.exit_code == 0);
  const Outcome whole =
      jobrig::test::run_jobrig(join({"conform", "--seed", "1", "--json", cluster.file("whole.json")}, client()));
  CHECK(whole.exit_code == 0);
  CHECK(jobrig::test::canonical_report(cluster.file("merged.json")) ==
        jobrig::test::canonical_report(cluster.file("whole.json")));

  // A shard that was killed leaves no file.
  std::filesystem::remove(cluster.file("shard-5.json"));
  const Outcome incomplete = jobrig::test::run_jobrig(shards);
  CHECK(incomplete.exit_code == 2);
  CHECK(incomplete.err.ends_with("jobrig: shard 5 of 8 is missing\n"));
}
