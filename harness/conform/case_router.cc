#include "conform/case_router.h"

#include <optional>
#include <string>
#include <utility>

#include "base/url.h"
#include "model/case_names.h"
#include "plan/error_reply.h"

namespace jobrig::conform {
namespace {

std::string_view first_line(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

}  // namespace

void CaseRouter::add(std::shared_ptr<CaseStage> stage) {
  const std::lock_guard lock(mutex_);
  const std::string key(model::instance_key(stage->conformance_case().thing));
  current_ = stage;
  stages_[key] = std::move(stage);
}

void CaseRouter::remove(const CaseStage& stage) {
  const std::lock_guard lock(mutex_);
  stages_.erase(std::string(model::instance_key(stage.conformance_case().thing)));
  if (const auto current = current_.lock(); current.get() == &stage) {
    current_.reset();
  }
  std::erase_if(connections_, [&](const auto& entry) {
    const auto owner = entry.second.lock();
    return !owner || owner.get() == &stage;
  });
}

/// mutex_ is held. The first running case that the text names. A client may encode any character of a name, and a
/// defective one does so twice.
std::shared_ptr<CaseStage> CaseRouter::find(std::string_view text) {
  std::shared_ptr<CaseStage> found;
  const auto look_in = [&](std::string_view part) {
    model::find_instance_key(part, [&](std::string_view key) {
      const auto stage = stages_.find(key);
      found = stage == stages_.end() ? nullptr : stage->second;
      return found != nullptr;
    });
  };
  look_in(text);
  auto decoded = std::optional(std::string(first_line(text)));
  for (int times = 0; times < 2 && !found && decoded->find('%') != std::string::npos; ++times) {
    decoded = base::percent_decode(*decoded);
    if (!decoded) {
      break;
    }
    look_in(*decoded);
  }
  return found;
}

model::Plan CaseRouter::plan(const model::Request& request) {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = find(request.raw);
    stage = stage ? stage : current_.lock();
  }
  if (stage) {
    return stage->plan(request);
  }
  model::Plan plan;
  plan::fill_foreign_error_reply("ResourceNotFoundException", "No running case has this thing or job.", "", plan.reply);
  return plan;
}

model::Opening CaseRouter::at_accept() {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = current_.lock();
  }
  if (stage) {
    stage->count_connection();
  }
  return {};
}

std::optional<model::EarlyEnd> CaseRouter::at_request_head(const model::Request& head) {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = find(head.raw.empty() ? head.target : head.raw);
  }
  return stage && stage->looks_at_heads() ? stage->at_request_head(head) : std::nullopt;
}

void CaseRouter::record(model::Exchange&& exchange, model::Stage* planned) {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = find(exchange.request);
    if (!stage) {
      const auto connection = connections_.find(exchange.connection);
      stage = connection == connections_.end() ? nullptr : connection->second.lock();
    }
    stage = stage ? stage : current_.lock();
    if (stage) {
      connections_[exchange.connection] = stage;
    } else if (planned == nullptr && unmatched_.count++ == 0) {
      unmatched_.first = first_line(exchange.request);
    }
  }
  if (planned != nullptr) {
    planned->record(std::move(exchange));
  } else if (stage) {
    stage->record(std::move(exchange));
  }
}

CaseRouter::Unmatched CaseRouter::unmatched() {
  const std::lock_guard lock(mutex_);
  return unmatched_;
}

}  // namespace jobrig::conform
