// Reason: the reason codes of MQTT 5.0 (section 2.4) and the return codes of CONNACK in MQTT 3.1.1 (section 3.2.2.3).
// It does not decide which code a situation has (rules.def and session.cc do).
#pragma once

#include <cstdint>
#include <string_view>

#include "mqtt/packet_type.h"

namespace jobrig::mqtt {

enum class Reason : std::uint8_t {
  kSuccess = 0x00,  // also Normal disconnection and Granted QoS 0
  kGrantedQos1 = 0x01,
  kGrantedQos2 = 0x02,
  kDisconnectWithWill = 0x04,
  kNoMatchingSubscribers = 0x10,
  kNoSubscriptionExisted = 0x11,
  kContinueAuthentication = 0x18,
  kReauthenticate = 0x19,
  kUnspecifiedError = 0x80,
  kMalformedPacket = 0x81,
  kProtocolError = 0x82,
  kImplementationError = 0x83,
  kUnsupportedProtocolVersion = 0x84,
  kClientIdentifierNotValid = 0x85,
  kBadUserNameOrPassword = 0x86,
  kNotAuthorized = 0x87,
  kServerUnavailable = 0x88,
  kServerBusy = 0x89,
  kBanned = 0x8A,
  kServerShuttingDown = 0x8B,
  kBadAuthenticationMethod = 0x8C,
  kKeepAliveTimeout = 0x8D,
  kSessionTakenOver = 0x8E,
  kTopicFilterInvalid = 0x8F,
  kTopicNameInvalid = 0x90,
  kPacketIdentifierInUse = 0x91,
  kPacketIdentifierNotFound = 0x92,
  kReceiveMaximumExceeded = 0x93,
  kTopicAliasInvalid = 0x94,
  kPacketTooLarge = 0x95,
  kMessageRateTooHigh = 0x96,
  kQuotaExceeded = 0x97,
  kAdministrativeAction = 0x98,
  kPayloadFormatInvalid = 0x99,
  kRetainNotSupported = 0x9A,
  kQosNotSupported = 0x9B,
  kUseAnotherServer = 0x9C,
  kServerMoved = 0x9D,
  kSharedSubscriptionsNotSupported = 0x9E,
  kConnectionRateExceeded = 0x9F,
  kMaximumConnectTime = 0xA0,
  kSubscriptionIdentifiersNotSupported = 0xA1,
  kWildcardSubscriptionsNotSupported = 0xA2,
};

/// True if packets of this type may have the code in MQTT 5.0.
bool has_reason(PacketType type, std::uint8_t code);

/// The name of the code in the specification, such as "Not authorized"; empty: there is no such code.
std::string_view name_of(Reason reason);

/// The return code of CONNACK in MQTT 3.1.1 for a reason of 5.0; 0xFF: none fits, and the server closes the connection
/// without CONNACK [MQTT-3.2.2-6].
std::uint8_t return_code_of(Reason reason);

}  // namespace jobrig::mqtt
