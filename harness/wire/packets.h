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

/// The responses to the requests of a call (from 1), in the order of sending. The time of a record is that after
/// sending, so a client may have reported a response before it; what belongs together is found by the numbers of the
/// records.
std::vector<const model::PacketRecord*> responses_of(const model::CaseRecord& record, std::size_t call);

/// Whether the packet came from the client and has this name: SUBSCRIBE.
bool is_from_client(const model::PacketRecord& packet, std::string_view name);
bool is_to_client(const model::PacketRecord& packet, std::string_view name);

}  // namespace jobrig::wire
