// Admin routes for the whole program: metrics, reset, and the description of the interface.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "admin/audit.h"
#include "admin/routes.h"
#include "base/quote.h"
#include "base/version.h"
#include "contract/embedded_files.h"
#include "metrics/catalogue.h"

namespace jobrig::admin {

namespace {

journal::JournalState journal_state(const AdminSubject& subject) {
  return subject.journal == nullptr ? journal::JournalState() : subject.journal->state();
}

std::uint64_t log_lines_dropped(const AdminSubject& subject) {
  return subject.terminal == nullptr ? 0 : subject.terminal->dropped();
}

metrics::PortUsage usage_of(const std::function<serve::Held()>& port) {
  const serve::Held held = port ? port() : serve::Held();
  return {held.open, held.connections, held.requests, held.responses};
}

}  // namespace

model::Plan answer_metrics(const AdminCall& call) {
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  const journal::MemoryJournal::Size size = generation->journal.size();
  metrics::Metrics metrics;
  metrics.counts = call.sandbox->counts();
  metrics.packets = call.sandbox->packet_counts().totals();
  metrics.journal_records = size.records;
  metrics.journal_evicted = size.evicted;
  metrics.journal_bytes = size.bytes;
  const plan::KeyCounts keys = generation->planner.keys();
  metrics.keys_of_scenario = keys.of_scenario;
  metrics.other_keys = keys.others;
  metrics.keys_evicted = keys.evicted;
  metrics.keys_refused = keys.refused;
  metrics.client_tokens = generation->planner.client_tokens();
  metrics.main_port = usage_of(call.subject.held);
  metrics.admin_port = usage_of(call.subject.admin_held);
  const journal::JournalState file = journal_state(call.subject);
  metrics.journal_file_dropped = file.dropped;
  metrics.journal_file_queued_bytes = file.queued;
  metrics.log_lines_dropped = log_lines_dropped(call.subject);
  metrics.internal_failures = internal_failures(call.subject);
  metrics.sandboxes = call.subject.sandboxes.count();
  metrics.time = generation->clock.civil();
  metrics.rate = generation->virtual_clock.rate();
  metrics.version = base::version();
  metrics.process = metrics::usage_of_this_process();
  return plan_for({200, {{"Content-Type", std::string(metrics::kContentType)}}, metrics::metrics_text(metrics)});
}

model::Plan answer_openapi(const AdminCall& /*call*/) {
  const auto files = contract::embedded_schemas();
  const auto file =
      std::find_if(files.begin(), files.end(), [](const auto& one) { return one.path == "admin.openapi.json"; });
  if (file == files.end()) {
    throw std::logic_error("admin.openapi.json is not in the program");
  }
  return plan_for(json_text_reply(200, std::string(file->text)));
}

model::Plan answer_reset(const AdminCall& call) {
  const nlohmann::json body = read_body(call, {"thing", "job"});
  const auto thing = text_member(body, "thing");
  const auto job = text_member(body, "job");
  if (!thing) {
    if (job) {
      throw AdminMistake(400, "\"job\" requires \"thing\"");
    }
    hosting::Sandbox::Next next = call.sandbox->prepare_reset();
    Audit audit(call, "reset everything");
    model::Plan plan = plan_for(json_reply(200, {{"reset", "all"}}));
    next.begin();  // now nothing can fail any more
    audit.record();
    return plan;
  }
  const std::shared_ptr<hosting::Generation> generation = call.sandbox->generation();
  nlohmann::ordered_json answer{{"reset", job ? "job" : "thing"}, {"thing", *thing}};
  if (job) {
    answer["job"] = *job;
  }
  Audit audit(call, "reset thing " + base::quoted(*thing) + (job ? ", job " + base::quoted(*job) : ""));
  model::Plan plan = plan_for(json_reply(200, answer));
  generation->planner.reset(*thing, job);
  generation->journal.forget(*thing, job);
  audit.record();
  return plan;
}

}  // namespace jobrig::admin
