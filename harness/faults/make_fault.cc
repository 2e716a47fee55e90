#include "faults/make_fault.h"

#include <utility>

namespace jobrig::faults {
namespace {

class Meaning final : public model::Fault {
 public:
  Meaning(std::string_view name, RewriteReply rewrite, bool prevents_effect, bool only_http = false)
      : name_(name), rewrite_(std::move(rewrite)), prevents_effect_(prevents_effect), only_http_(only_http) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] model::Phase phase() const override { return model::Phase::kMeaning; }
  [[nodiscard]] bool prevents_effect() const override { return prevents_effect_; }
  [[nodiscard]] bool acts_over(model::Protocol protocol) const override {
    return !only_http_ || protocol == model::Protocol::kHttp;
  }
  void rewrite_reply(model::Reply& reply, model::FaultContext& context) const override { rewrite_(reply, context); }

 private:
  std::string_view name_;
  RewriteReply rewrite_;
  bool prevents_effect_;
  bool only_http_;
};

class Wire final : public model::Fault {
 public:
  Wire(std::string_view name, model::Phase phase, model::Moment moment, RewriteScript rewrite, bool only_http = false)
      : name_(name), phase_(phase), moment_(moment), rewrite_(std::move(rewrite)), only_http_(only_http) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] model::Phase phase() const override { return phase_; }
  [[nodiscard]] model::Moment moment() const override { return moment_; }
  [[nodiscard]] bool acts_over(model::Protocol protocol) const override {
    return !only_http_ || protocol == model::Protocol::kHttp;
  }
  void rewrite_script(model::Script& script, model::FaultContext& context) const override { rewrite_(script, context); }

 private:
  std::string_view name_;
  model::Phase phase_;
  model::Moment moment_;
  RewriteScript rewrite_;
  bool only_http_;
};

FaultPointer make_response_fault(const Settings& settings, RewriteResponse rewrite, bool only_http) {
  return std::make_shared<const Wire>(
      settings.fault(), model::Phase::kBytes, model::Moment::kAnswer,
      [rewrite = std::move(rewrite)](model::Script& script, model::FaultContext& context) {
        ResponseBytes response = split_response(script, script.is_head);
        if (response.is_http || context.protocol == model::Protocol::kMqtt) {
          rewrite(response, context);
          join_response(response, script);
        }
      },
      only_http);
}

}  // namespace

FaultPointer make_meaning(const Settings& settings, RewriteReply rewrite, bool prevents_effect) {
  return std::make_shared<const Meaning>(settings.fault(), std::move(rewrite), prevents_effect);
}

FaultPointer make_http_meaning(const Settings& settings, RewriteReply rewrite) {
  return std::make_shared<const Meaning>(settings.fault(), std::move(rewrite), false, true);
}

FaultPointer make_bytes(const Settings& settings, RewriteResponse rewrite) {
  return make_response_fault(settings, std::move(rewrite), true);
}

FaultPointer make_any_bytes(const Settings& settings, RewriteResponse rewrite) {
  return make_response_fault(settings, std::move(rewrite), false);
}

FaultPointer make_ending(const Settings& settings, RewriteScript rewrite, model::Moment moment) {
  const bool only_http = moment == model::Moment::kRequestHead;  // a packet has no such part
  return std::make_shared<const Wire>(settings.fault(), model::Phase::kEnding, moment, std::move(rewrite), only_http);
}

FaultPointer make_time(const Settings& settings, RewriteScript rewrite) {
  return std::make_shared<const Wire>(settings.fault(), model::Phase::kTime, model::Moment::kAnswer,
                                      std::move(rewrite));
}

}  // namespace jobrig::faults
