// Served stage: a stage that servers use directly, without sandboxes: it answers their requests and receives their
// records. It does not say what to do with a record (derived classes do) and opens no port.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "hosting/stage.h"
#include "model/packet_record.h"
#include "model/responder.h"

namespace jobrig::hosting {

/// Thread-safe. For make_shared.
class ServedStage : public Stage,
                    public model::Responder,
                    public model::ExchangeSink,
                    public model::PacketSink,
                    public std::enable_shared_from_this<ServedStage> {
 public:
  ServedStage(std::shared_ptr<const model::Scenario> played, std::uint64_t seed_of_chance);

  model::Plan plan(const model::Request& request) override;
  model::Opening at_accept() override;
  [[nodiscard]] model::Port port() const override { return http.port(); }
  [[nodiscard]] bool looks_at_heads() const override { return http.looks_at_heads(); }
  std::optional<model::EarlyEnd> at_request_head(const model::Request& head) override;

  using model::PacketSink::record;
  using model::Stage::record;
  void record(model::Exchange&& exchange, model::Stage* /*stage*/) override { record(std::move(exchange)); }

 private:
  std::optional<model::EarlyEnd> on_this(std::optional<model::EarlyEnd> end);
};

}  // namespace jobrig::hosting
