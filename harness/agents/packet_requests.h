// Packet requests: what the MQTT packets of a server say about agents, for checks. It judges nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "life_cycles/record.h"
#include "model/packet_record.h"

namespace jobrig::agents {

/// The requests to the Jobs service in these packets, which are in the order of the wire. `agent_of`: the agent of a
/// thing; requests of other things are left out.
std::vector<life_cycles::RequestRecord> requests_in(
    const std::vector<model::PacketRecord>& packets,
    const std::function<std::optional<std::size_t>(std::string_view thing)>& agent_of);

/// Whether the packet is a request to the Jobs service.
bool is_jobs_request(const model::PacketRecord& packet);

}  // namespace jobrig::agents
