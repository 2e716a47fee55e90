#include "mqtt/reason.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace jobrig::mqtt {
namespace {

constexpr std::uint32_t bit_of(PacketType type) { return 1U << static_cast<unsigned>(type); }

constexpr std::uint32_t kConnackBit = bit_of(PacketType::kConnack);
constexpr std::uint32_t kReceivedBits = bit_of(PacketType::kPuback) | bit_of(PacketType::kPubrec);
constexpr std::uint32_t kReleaseBits = bit_of(PacketType::kPubrel) | bit_of(PacketType::kPubcomp);
constexpr std::uint32_t kSubackBit = bit_of(PacketType::kSuback);
constexpr std::uint32_t kUnsubackBit = bit_of(PacketType::kUnsuback);
constexpr std::uint32_t kDisconnectBit = bit_of(PacketType::kDisconnect);
constexpr std::uint32_t kAuthBit = bit_of(PacketType::kAuth);

struct ReasonRow {
  Reason reason;
  std::string_view name;
  std::uint32_t types;  // bits of the packet types that may have it
};

// MQTT 5.0, table 2-6. DISCONNECT lists its own codes in table 3-10.
constexpr std::array kReasonRows{
    ReasonRow{Reason::kSuccess, "Success",
              kConnackBit | kReceivedBits | kReleaseBits | kSubackBit | kUnsubackBit | kDisconnectBit | kAuthBit},
    ReasonRow{Reason::kGrantedQos1, "Granted QoS 1", kSubackBit},
    ReasonRow{Reason::kGrantedQos2, "Granted QoS 2", kSubackBit},
    ReasonRow{Reason::kDisconnectWithWill, "Disconnect with Will Message", kDisconnectBit},
    ReasonRow{Reason::kNoMatchingSubscribers, "No matching subscribers", kReceivedBits},
    ReasonRow{Reason::kNoSubscriptionExisted, "No subscription existed", kUnsubackBit},
    ReasonRow{Reason::kContinueAuthentication, "Continue authentication", kAuthBit},
    ReasonRow{Reason::kReauthenticate, "Re-authenticate", kAuthBit},
    ReasonRow{Reason::kUnspecifiedError, "Unspecified error",
              kConnackBit | kReceivedBits | kSubackBit | kUnsubackBit | kDisconnectBit},
    ReasonRow{Reason::kMalformedPacket, "Malformed Packet", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kProtocolError, "Protocol Error", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kImplementationError, "Implementation specific error",
              kConnackBit | kReceivedBits | kSubackBit | kUnsubackBit | kDisconnectBit},
    ReasonRow{Reason::kUnsupportedProtocolVersion, "Unsupported Protocol Version", kConnackBit},
    ReasonRow{Reason::kClientIdentifierNotValid, "Client Identifier not valid", kConnackBit},
    ReasonRow{Reason::kBadUserNameOrPassword, "Bad User Name or Password", kConnackBit},
    ReasonRow{Reason::kNotAuthorized, "Not authorized",
              kConnackBit | kReceivedBits | kSubackBit | kUnsubackBit | kDisconnectBit},
    ReasonRow{Reason::kServerUnavailable, "Server unavailable", kConnackBit},
    ReasonRow{Reason::kServerBusy, "Server busy", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kBanned, "Banned", kConnackBit},
    ReasonRow{Reason::kServerShuttingDown, "Server shutting down", kDisconnectBit},
    ReasonRow{Reason::kBadAuthenticationMethod, "Bad authentication method", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kKeepAliveTimeout, "Keep Alive timeout", kDisconnectBit},
    ReasonRow{Reason::kSessionTakenOver, "Session taken over", kDisconnectBit},
    ReasonRow{Reason::kTopicFilterInvalid, "Topic Filter invalid", kSubackBit | kUnsubackBit | kDisconnectBit},
    ReasonRow{Reason::kTopicNameInvalid, "Topic Name invalid", kConnackBit | kReceivedBits | kDisconnectBit},
    ReasonRow{Reason::kPacketIdentifierInUse, "Packet Identifier in use", kReceivedBits | kSubackBit | kUnsubackBit},
    ReasonRow{Reason::kPacketIdentifierNotFound, "Packet Identifier not found", kReleaseBits},
    ReasonRow{Reason::kReceiveMaximumExceeded, "Receive Maximum exceeded", kDisconnectBit},
    ReasonRow{Reason::kTopicAliasInvalid, "Topic Alias invalid", kDisconnectBit},
    ReasonRow{Reason::kPacketTooLarge, "Packet too large", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kMessageRateTooHigh, "Message rate too high", kDisconnectBit},
    ReasonRow{Reason::kQuotaExceeded, "Quota exceeded", kConnackBit | kReceivedBits | kSubackBit | kDisconnectBit},
    ReasonRow{Reason::kAdministrativeAction, "Administrative action", kDisconnectBit},
    ReasonRow{Reason::kPayloadFormatInvalid, "Payload format invalid", kConnackBit | kReceivedBits | kDisconnectBit},
    ReasonRow{Reason::kRetainNotSupported, "Retain not supported", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kQosNotSupported, "QoS not supported", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kUseAnotherServer, "Use another server", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kServerMoved, "Server moved", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kSharedSubscriptionsNotSupported, "Shared Subscriptions not supported",
              kSubackBit | kDisconnectBit},
    ReasonRow{Reason::kConnectionRateExceeded, "Connection rate exceeded", kConnackBit | kDisconnectBit},
    ReasonRow{Reason::kMaximumConnectTime, "Maximum connect time", kDisconnectBit},
    ReasonRow{Reason::kSubscriptionIdentifiersNotSupported, "Subscription Identifiers not supported",
              kSubackBit | kDisconnectBit},
    ReasonRow{Reason::kWildcardSubscriptionsNotSupported, "Wildcard Subscriptions not supported",
              kSubackBit | kDisconnectBit},
};

const ReasonRow* reason_row_of(std::uint8_t code) {
  const auto* const found = std::find_if(kReasonRows.begin(), kReasonRows.end(), [code](const ReasonRow& row) {
    return static_cast<std::uint8_t>(row.reason) == code;
  });
  return found == kReasonRows.end() ? nullptr : found;
}

constexpr std::array<std::string_view, 16> kTypeNames{
    "reserved",  "CONNECT", "CONNACK",     "PUBLISH",  "PUBACK",  "PUBREC",   "PUBREL",     "PUBCOMP",
    "SUBSCRIBE", "SUBACK",  "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"};

}  // namespace

std::string_view name_of(PacketType type) { return kTypeNames.at(static_cast<std::size_t>(type)); }

bool has_reason(PacketType type, std::uint8_t code) {
  const ReasonRow* const row = reason_row_of(code);
  return row != nullptr && (row->types & bit_of(type)) != 0;
}

std::string_view name_of(Reason reason) {
  const ReasonRow* const row = reason_row_of(static_cast<std::uint8_t>(reason));
  return row == nullptr ? std::string_view() : row->name;
}

std::uint8_t return_code_of(Reason reason) {
  switch (reason) {
    case Reason::kSuccess:
      return 0;
    case Reason::kUnsupportedProtocolVersion:
      return 1;
    case Reason::kClientIdentifierNotValid:
      return 2;
    case Reason::kServerUnavailable:
    case Reason::kServerBusy:
    case Reason::kQuotaExceeded:
      return 3;
    case Reason::kBadUserNameOrPassword:
      return 4;
    case Reason::kNotAuthorized:
    case Reason::kBanned:
      return 5;
    default:
      return 0xFF;
  }
}

}  // namespace jobrig::mqtt
