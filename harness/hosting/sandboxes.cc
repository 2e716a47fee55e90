#include "hosting/sandboxes.h"

#include <algorithm>
#include <utility>

#include "plan/error_reply.h"

namespace jobrig::hosting {
namespace {

constexpr std::string_view kBasePath = "/sandbox-";

/// The id in a path below a sandbox: `sandbox-1` for `/sandbox-1/things/…`; empty: the main sandbox.
std::string_view id_in(std::string_view target) {
  return target.starts_with(kBasePath) ? target.substr(1, target.find_first_of("/?", 1) - 1) : std::string_view();
}

/// The target in the first line of a potential request.
std::string_view target_of(std::string_view raw) {
  const std::size_t blank = raw.substr(0, raw.find_first_of("\r\n")).find(' ');
  return blank == std::string_view::npos ? std::string_view() : raw.substr(blank + 1);
}

model::Request below(const model::Request& request, std::string_view id) {
  model::Request own = request;
  own.base_path = id.size() + 1;
  return own;
}

void plan_on(std::shared_ptr<Generation> generation, const model::Request& request, model::Plan& plan) {
  generation->http.plan_into(request, plan);
  plan.stage = std::move(generation);
}

void refuse_unknown_sandbox(std::string_view id, model::Plan& plan) {
  plan.decision.error = "ResourceNotFoundException";
  plan::fill_foreign_error_reply(
      plan.decision.error,
      std::string(id) + " does not exist: it was deleted, was idle for too long, or was never created.", "",
      plan.reply);
}

}  // namespace

Sandboxes::Sandboxes(Sandbox::Beginning main, Cleaner& cleaner)
    : cleaner_(cleaner), main_(std::make_shared<Sandbox>(std::move(main), cleaner)) {
  scenario_changed();
}

Sandboxes::~Sandboxes() = default;

model::Plan Sandboxes::plan(const model::Request& request) {
  model::Plan plan;
  plan_into(request, plan);
  return plan;
}

void Sandboxes::plan_into(const model::Request& request, model::Plan& plan) {
  const std::string_view id = id_in(request.target);
  if (id.empty()) {
    plan_on(main_->generation_of_this_thread(), request, plan);
  } else if (std::shared_ptr<Sandbox> sandbox = find(id)) {
    plan_on(Sandbox::use(std::move(sandbox)), below(request, id), plan);
  } else {
    refuse_unknown_sandbox(id, plan);
  }
}

/// The path is not known yet, so only the main sandbox decides.
model::Opening Sandboxes::at_accept() {
  std::shared_ptr<Generation> generation = main_->generation_of_this_thread();
  model::Opening opening = generation->http.at_accept();
  if (opening.end) {
    opening.end->stage = std::move(generation);
  }
  return opening;
}

model::Port Sandboxes::port() const { return main_->generation()->http.port(); }

std::optional<model::EarlyEnd> Sandboxes::at_request_head(const model::Request& head) {
  const std::string_view id = id_in(head.target);
  std::shared_ptr<Sandbox> sandbox = id.empty() ? main_ : find(id);
  if (!sandbox) {
    return std::nullopt;
  }
  std::shared_ptr<Generation> generation =
      id.empty() ? sandbox->generation_of_this_thread() : Sandbox::use(std::move(sandbox));
  if (!generation->http.looks_at_heads()) {
    return std::nullopt;
  }
  auto end = generation->http.at_request_head(id.empty() ? head : below(head, id));
  if (end) {
    end->stage = std::move(generation);
  }
  return end;
}

/// A record without a stage is added to the sandbox that its path names, or to the main sandbox.
void Sandboxes::record(model::Exchange&& exchange, model::Stage* stage) {
  if (stage != nullptr) {
    stage->record(std::move(exchange));
    return;
  }
  const std::string_view id = id_in(target_of(exchange.request));
  const std::shared_ptr<Sandbox> sandbox = id.empty() ? nullptr : find(id);
  (sandbox ? sandbox : main_)->generation()->record(std::move(exchange));
}

base::Instant Sandboxes::civil() const { return main_->generation_of_this_thread()->clock.civil(); }

std::size_t Sandboxes::next_tls() { return main_->generation_of_this_thread()->tls_choice.next(); }

std::shared_ptr<Sandbox> Sandboxes::find(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  const auto found = sandboxes_.find(id);
  return found == sandboxes_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<Sandbox>> Sandboxes::all() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::shared_ptr<Sandbox>> list;
  for (const auto& [id, sandbox] : sandboxes_) {
    list.push_back(sandbox);
  }
  return list;
}

std::size_t Sandboxes::count() const {
  const std::shared_lock lock(mutex_);
  return sandboxes_.size();
}

std::shared_ptr<Sandbox> Sandboxes::add(Sandbox::Beginning beginning) {
  beginning.id = "sandbox-" + std::to_string(++made_);
  auto made = std::make_shared<Sandbox>(std::move(beginning), cleaner_);
  {
    const std::lock_guard lock(mutex_);
    if (sandboxes_.size() >= kMax) {
      return nullptr;
    }
    sandboxes_.emplace(made->id(), made);
  }
  if (made->generation()->http.looks_at_heads()) {
    scenario_changed();
  }
  return made;
}

bool Sandboxes::remove(std::string_view id) {
  std::shared_ptr<Sandbox> gone;
  {
    const std::lock_guard lock(mutex_);
    const auto found = sandboxes_.find(id);
    if (found == sandboxes_.end()) {
      return false;
    }
    gone = std::move(found->second);
    sandboxes_.erase(found);
  }
  gone->retire();
  if (gone->generation()->http.looks_at_heads()) {
    scenario_changed();
  }
  return true;
}

base::Monotonic Sandboxes::remove_idle(const std::function<void(const Sandbox&)>& removed) {
  const base::Monotonic now = monotonic();
  std::vector<std::shared_ptr<Sandbox>> gone;
  base::Monotonic next = base::Monotonic::max();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(sandboxes_, [&](const auto& entry) {
      const base::Monotonic deadline = entry.second->deadline(now);
      if (deadline > now) {
        next = std::min(next, deadline);
        return false;
      }
      gone.push_back(entry.second);
      return true;
    });
  }
  for (const std::shared_ptr<Sandbox>& sandbox : gone) {
    sandbox->retire();
  }
  if (!gone.empty()) {
    scenario_changed();
  }
  for (const std::shared_ptr<Sandbox>& sandbox : gone) {
    removed(*sandbox);
  }
  return next;
}

void Sandboxes::scenario_changed() {
  const std::shared_lock lock(mutex_);
  looks_at_heads_ = main_->generation()->http.looks_at_heads() ||
                    std::any_of(sandboxes_.begin(), sandboxes_.end(),
                                [](const auto& entry) { return entry.second->generation()->http.looks_at_heads(); });
}

}  // namespace jobrig::hosting
