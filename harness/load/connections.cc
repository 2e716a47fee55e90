#include "load/connections.h"

#include "load/connection_list.h"

namespace jobrig::load {
namespace {

using model::Acceptance;

/// A limit of zero would end each connection before its first request, which `accept` says better.
std::optional<base::Duration> read_limit(base::Settings& settings, std::string_view key, std::string_view summary) {
  const auto limit = settings.duration(key, summary);
  if (limit && *limit == base::Duration::zero()) {
    settings.report(key, base::quoted(key) + " must be above 0s; \"accept: close\" ends connections immediately");
  }
  return limit;
}

void check_step(base::Settings& settings, const model::ConnectionStep& step) {
  const model::ConnectionSettings& connection = step.settings;
  if (connection.accept != Acceptance::kOk && connection.limits.any()) {
    settings.report("accept", "no request is read from such a connection; omit \"idle-timeout\" and \"max-age\"");
  }
  if (connection.accept == Acceptance::kRefuse && (step.times != 0 || connection.accept_after > base::Duration(0))) {
    settings.report("accept",
                    "connections that the kernel refuses are neither counted nor delayed; use \"during\", or "
                    "\"accept: reset\" with \"times\"");
  }
}

model::ConnectionStep read_step_of_connections(base::Settings& settings, bool in_list) {
  model::ConnectionStep step;
  model::ConnectionSettings& connection = step.settings;
  connection.accept =
      read_table_word(settings, "accept", "what happens to a client that connects", model::kAcceptances);
  connection.accept_after =
      settings.duration("accept-after", "how long the server waits before it reads from a new connection, or ends it")
          .value_or(base::Duration(0));
  connection.limits.idle_timeout =
      read_limit(settings, "idle-timeout", "how long a connection stays open without a request; default: 75s");
  connection.limits.max_age = read_limit(
      settings, "max-age", "how long a connection lasts, even in the middle of a response; default: unlimited");
  connection.limits.end =
      read_table_word(settings, "end", "how a connection ends that is idle or too old", model::kConnectionEnds);
  if (in_list) {
    step.times = settings.has("times") ? 1 : 0;
  }
  check_step(settings, step);
  read_use(settings, in_list, step);
  return step;
}

}  // namespace

std::vector<model::ConnectionStep> read_connections(const base::Node& node, base::Diagnostics& diagnostics) {
  return read_connection_list(node, "connections", "connections without faults", read_step_of_connections, diagnostics);
}

base::SettingsDescription describe_connections(bool in_list) {
  base::SettingsDescription description;
  base::Settings settings(description);
  read_step_of_connections(settings, in_list);
  return description;
}

}  // namespace jobrig::load
