#include "conform/case_router.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "plan/error_reply.h"

namespace jobrig::conform {
namespace {

constexpr std::size_t kLetters = 8;
constexpr std::array<std::string_view, 2> kPrefixes{"case-", "job-"};

/// `kdfhweru-12` at the begin of the text, with as many digits as there are; empty: there is none.
std::string_view mark_at(std::string_view text) {
  if (text.size() < kLetters + 2 || !std::all_of(text.begin(), text.begin() + kLetters, base::is_lower) ||
      text[kLetters] != '-') {
    return {};
  }
  std::size_t end = kLetters + 1;
  while (end < text.size() && base::is_digit(text[end])) {
    ++end;
  }
  return end == kLetters + 1 ? std::string_view() : text.substr(0, end);
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

}  // namespace

std::string case_mark(std::string_view thing) {
  return thing.starts_with(kPrefixes[0]) ? std::string(mark_at(thing.substr(kPrefixes[0].size()))) : std::string();
}

void CaseRouter::add(std::shared_ptr<CaseStage> stage) {
  const std::lock_guard lock(mutex_);
  const std::string mark = case_mark(stage->conformance_case().thing);
  stages_[mark] = std::move(stage);
}

void CaseRouter::remove(const CaseStage& stage) {
  const std::lock_guard lock(mutex_);
  stages_.erase(case_mark(stage.conformance_case().thing));
  std::erase_if(connections_, [&](const auto& entry) {
    const auto owner = entry.second.lock();
    return !owner || owner.get() == &stage;
  });
}

/// mutex_ is held. The case that is named first in the text.
std::shared_ptr<CaseStage> CaseRouter::find(std::string_view text) {
  for (std::size_t at = text.find('-'); at != std::string_view::npos; at = text.find('-', at + 1)) {
    const bool prefixed = std::any_of(kPrefixes.begin(), kPrefixes.end(), [&](std::string_view prefix) {
      return text.substr(0, at + 1).ends_with(prefix);
    });
    // A name that begins with the thing's may go on with a digit.
    for (std::string_view mark = prefixed ? mark_at(text.substr(at + 1)) : std::string_view();
         mark.size() > kLetters + 1; mark.remove_suffix(1)) {
      if (const auto stage = stages_.find(mark); stage != stages_.end()) {
        return stage->second;
      }
    }
  }
  return nullptr;
}

model::Plan CaseRouter::plan(const model::Request& request) {
  {
    const std::lock_guard lock(mutex_);
    answering_ = find(request.raw);
    if (!answering_ && stages_.size() == 1) {
      answering_ = stages_.begin()->second;
    }
  }
  if (answering_) {
    return answering_->plan(request);
  }
  model::Plan plan;
  plan::fill_foreign_error_reply(404, "ResourceNotFoundException", "No case that is running has this thing or job.", "",
                                 plan.reply);
  return plan;
}

void CaseRouter::apply_wire_faults(model::Plan& plan, const model::Request& request, model::Script& script) {
  if (answering_) {
    answering_->apply_wire_faults(plan, request, script);
    answering_.reset();
  }
}

std::optional<model::EarlyEnd> CaseRouter::at_request_head(const model::Request& head) {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = find(head.raw.empty() ? head.target : head.raw);
  }
  return stage && stage->looks_at_heads() ? stage->at_request_head(head) : std::nullopt;
}

void CaseRouter::record(model::Exchange&& exchange) {
  std::shared_ptr<CaseStage> stage;
  {
    const std::lock_guard lock(mutex_);
    stage = find(exchange.request);
    if (!stage) {
      const auto connection = connections_.find(exchange.connection);
      stage = connection == connections_.end() ? nullptr : connection->second.lock();
    }
    if (!stage && stages_.size() == 1) {
      stage = stages_.begin()->second;
    }
    if (stage) {
      connections_[exchange.connection] = stage;
    } else if (unmatched_.count++ == 0) {
      unmatched_.first = first_line(exchange.request);
    }
  }
  if (stage) {
    stage->record(std::move(exchange));
  }
}

CaseRouter::Unmatched CaseRouter::unmatched() {
  const std::lock_guard lock(mutex_);
  return unmatched_;
}

}  // namespace jobrig::conform
