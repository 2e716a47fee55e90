// Packets: assigns the MQTT packets of a record to its calls, and requests on the Jobs topics to their responses. A
// packet belongs to the call during which it arrived, because a client makes its calls one after the other. It judges
// nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "model/case_record.h"

namespace jobrig::wire {

/// The packets from the client, by arrival, of one call (from 1) or of all calls.
std::vector<const model::PacketRecord*> packets_of(const model::CaseRecord& record,
                                                   std::optional<std::size_t> call = std::nullopt);

/// Those that are requests on Jobs topics.
std::vector<const model::PacketRecord*> jobs_requests_of(const model::CaseRecord& record,
                                                         std::optional<std::size_t> call = std::nullopt);

/// The messages that were sent to the client until the call (from 0) was reported, and since it began.
std::vector<const model::PacketRecord*> messages_during(const model::CaseRecord& record, std::size_t call);

/// The responses to a request, in the order of sending.
std::vector<const model::PacketRecord*> responses_to(const model::CaseRecord& record,
                                                     const model::PacketRecord& request);

/// Whether the packet came from the client and has this name: SUBSCRIBE.
bool is_from_client(const model::PacketRecord& packet, std::string_view name);
bool is_to_client(const model::PacketRecord& packet, std::string_view name);

}  // namespace jobrig::wire
