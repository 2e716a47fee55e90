// The contents of each packet type (MQTT 3.1.1 and 5.0, chapter 3).
#include <array>

#include "mqtt/decoder.h"
#include "mqtt/packet_reader.h"

namespace jobrig::mqtt {
namespace {

struct Parse {
  PacketReader& in;
  PacketType type;
  std::uint8_t flags;
  Version version;
  const Limits& limits;

  [[nodiscard]] bool is_5() const { return version == Version::k5; }
};

// --- Properties

void read_property_value(Parse& parse, const PropertyRow& row, Property& property) {
  PacketReader& in = parse.in;
  switch (row.type) {
    case PropertyType::kByte:
      property.number = in.byte();
      break;
    case PropertyType::kTwoBytes:
      property.number = in.two_bytes();
      break;
    case PropertyType::kFourBytes:
      property.number = in.four_bytes();
      break;
    case PropertyType::kVariable:
      property.number = in.variable_integer();
      break;
    case PropertyType::kText:
      property.text = in.text();
      return;
    case PropertyType::kBinary:
      property.text = in.binary();
      return;
    case PropertyType::kPair:
      property.text = in.text();
      property.value = in.text();
      return;
  }
}

void check_property_value(Parse& parse, const PropertyRow& row, const Property& property, std::size_t at) {
  const bool is_number = row.maximum > 0;
  if (is_number && (property.number < row.minimum || property.number > row.maximum)) {
    parse.in.refuse(row.id == PropertyId::kTopicAlias ? Rule::kTopicAliasZero : Rule::kPropertyValue, at);
  }
  if (row.id == PropertyId::kResponseTopic) {
    parse.in.refuse_if(property.text.find_first_of("+#") != std::string::npos, Rule::kResponseTopicWildcard, at);
  }
}

// Only user properties may be repeated, and the subscription identifiers of a PUBLISH (sections 2.2.2.2 and 3.3.2.3.8).
bool may_repeat(const Parse& parse, PropertyId id) {
  return id == PropertyId::kUserProperty ||
         (id == PropertyId::kSubscriptionIdentifier && parse.type == PacketType::kPublish);
}

void read_properties(Parse& parse, std::uint32_t place, Properties& properties) {
  if (!parse.is_5()) {
    return;
  }
  PacketReader& in = parse.in;
  const std::size_t begin = in.at();
  const std::uint32_t length = in.variable_integer();
  in.refuse_if(length > in.left(), Rule::kPropertyLength, begin);
  const std::size_t end = in.at() + length;
  while (in.more() && in.at() < end) {
    const std::size_t at = in.at();
    const PropertyRow* const row = property_row(in.variable_integer());
    if (row == nullptr || (row->packets & place) == 0) {
      in.refuse(row == nullptr ? Rule::kPropertyUnknown : Rule::kPropertyMisplaced, at);
      return;
    }
    in.refuse_if(!may_repeat(parse, row->id) && properties.find(row->id) != nullptr, Rule::kPropertyTwice, at);
    in.refuse_if(properties.list.size() >= parse.limits.properties, Rule::kPropertyCount, at);
    Property property;
    property.id = row->id;
    read_property_value(parse, *row, property);
    check_property_value(parse, *row, property, at);
    in.refuse_if(in.at() > end, Rule::kPropertyLength, begin);
    properties.list.push_back(std::move(property));
  }
  if (properties.find(PropertyId::kAuthenticationData) != nullptr) {
    in.refuse_if(properties.find(PropertyId::kAuthenticationMethod) == nullptr, Rule::kAuthenticationData, begin);
  }
}

void read_properties(Parse& parse, Properties& properties) {
  read_properties(parse, property_bit(parse.type), properties);
}

// --- CONNECT

constexpr unsigned kReservedFlag = 0x01;
constexpr unsigned kCleanFlag = 0x02;
constexpr unsigned kWillFlag = 0x04;
constexpr unsigned kWillRetainFlag = 0x20;
constexpr unsigned kPasswordFlag = 0x40;
constexpr unsigned kUserNameFlag = 0x80;

// The protocol name and level decide how everything behind them is read.
void read_protocol(Parse& parse, Connect& connect) {
  const std::size_t name_at = parse.in.at();
  const std::string_view name = parse.in.text();
  const std::size_t level_at = parse.in.at();
  const std::uint8_t level = parse.in.byte();
  // MQTT 3.1 had another name. It is a version that is not supported, not a different protocol.
  parse.in.refuse_if(name != "MQTT" && name != "MQIsdp", Rule::kProtocolName, name_at);
  parse.in.refuse_if(name != "MQTT" || level < 4 || level > 5, Rule::kProtocolLevel, level_at);
  connect.version = level == 5 ? Version::k5 : Version::k311;
  parse.version = connect.version;
}

void check_connect_flags(Parse& parse, unsigned flags, std::size_t at) {
  const unsigned will_qos = (flags >> 3U) & 3U;
  parse.in.refuse_if((flags & kReservedFlag) != 0, Rule::kConnectReservedFlag, at);
  if ((flags & kWillFlag) == 0) {
    parse.in.refuse_if(will_qos != 0, Rule::kWillQosWithoutWill, at);
    parse.in.refuse_if((flags & kWillRetainFlag) != 0, Rule::kWillRetainWithoutWill, at);
  }
  parse.in.refuse_if(will_qos == 3, Rule::kWillQos, at);
  parse.in.refuse_if(!parse.is_5() && (flags & kUserNameFlag) == 0 && (flags & kPasswordFlag) != 0,
                     Rule::kPasswordWithoutName, at);
}

void read_will(Parse& parse, unsigned flags, Connect& connect) {
  Will& will = connect.will.emplace();
  will.qos = static_cast<std::uint8_t>((flags >> 3U) & 3U);
  will.retain = (flags & kWillRetainFlag) != 0;
  read_properties(parse, kOfWill, will.properties);
  const std::size_t at = parse.in.at();
  will.topic = parse.in.text();
  if (const std::optional<Rule> broken = check_topic(will.topic, parse.limits.topic)) {
    parse.in.refuse(*broken, at);
  }
  will.payload = parse.in.binary();
}

Packet read_connect(Parse& parse) {
  PacketReader& in = parse.in;
  Connect connect;
  read_protocol(parse, connect);
  const std::size_t flags_at = in.at();
  const unsigned flags = in.byte();
  check_connect_flags(parse, flags, flags_at);
  connect.clean = (flags & kCleanFlag) != 0;
  connect.keep_alive = in.two_bytes();
  read_properties(parse, connect.properties);
  const std::size_t id_at = in.at();
  connect.client_id = in.text();
  in.refuse_if(connect.client_id.size() > parse.limits.client_id, Rule::kClientIdTooLong, id_at);
  in.refuse_if(connect.client_id.empty() && !connect.clean && !parse.is_5(), Rule::kEmptyClientId, id_at);
  if ((flags & kWillFlag) != 0) {
    read_will(parse, flags, connect);
  }
  if ((flags & kUserNameFlag) != 0) {
    connect.user_name = in.text();
  }
  if ((flags & kPasswordFlag) != 0) {
    connect.password = in.binary();
  }
  return connect;
}

// --- The other packets

void check_reason(Parse& parse, std::uint8_t code, std::size_t at) {
  parse.in.refuse_if(!has_reason(parse.type, code), Rule::kReasonCode, at);
}

Packet read_connack(Parse& parse) {
  Connack connack;
  const std::size_t at = parse.in.at();
  const std::uint8_t flags = parse.in.byte();
  parse.in.refuse_if(flags > 1, Rule::kConnackFlags, at);
  connack.session_present = flags == 1;
  connack.code = parse.in.byte();
  parse.in.refuse_if(connack.session_present && connack.code != 0, Rule::kSessionPresentRefused, at);
  if (parse.is_5()) {
    check_reason(parse, connack.code, at + 1);
  } else {
    parse.in.refuse_if(connack.code > 5, Rule::kReasonCode, at + 1);
  }
  read_properties(parse, connack.properties);
  return connack;
}

Packet read_publish(Parse& parse) {
  PacketReader& in = parse.in;
  Publish publish;
  publish.dup = (parse.flags & 8U) != 0;
  publish.qos = static_cast<std::uint8_t>((parse.flags >> 1U) & 3U);
  publish.retain = (parse.flags & 1U) != 0;
  const std::size_t topic_at = in.at();
  publish.topic = in.text();
  if (publish.qos > 0) {
    publish.packet_id = in.packet_identifier();
  }
  read_properties(parse, publish.properties);
  const bool by_alias = publish.topic.empty() && publish.properties.find(PropertyId::kTopicAlias) != nullptr;
  const std::optional<Rule> broken = check_topic(publish.topic, parse.limits.topic);
  if (broken && !by_alias) {
    in.refuse(*broken, topic_at);
  }
  publish.payload = in.rest();
  return publish;
}

Packet read_ack(Parse& parse) {
  Ack ack;
  ack.type = parse.type;
  ack.packet_id = parse.in.packet_identifier();
  if (parse.is_5() && parse.in.more()) {  // without a code it is 0x00 (section 3.4.2.1)
    const std::size_t at = parse.in.at();
    ack.code = parse.in.byte();
    check_reason(parse, ack.code, at);
    if (parse.in.more()) {
      read_properties(parse, ack.properties);
    }
  }
  return ack;
}

Subscription read_subscription(Parse& parse) {
  PacketReader& in = parse.in;
  Subscription subscription;
  const std::size_t at = in.at();
  subscription.filter = in.text();
  if (const std::optional<Rule> broken = check_filter(subscription.filter, parse.limits.topic)) {
    in.refuse(*broken, at);
  }
  const std::size_t options_at = in.at();
  const unsigned options = in.byte();
  const unsigned reserved = parse.is_5() ? 0xC0U : 0xFCU;
  in.refuse_if((options & reserved) != 0 || (options & 3U) == 3U, Rule::kSubscribeQos, options_at);
  subscription.qos = static_cast<std::uint8_t>(options & 3U);
  subscription.no_local = (options & 4U) != 0;
  subscription.retain_as_published = (options & 8U) != 0;
  subscription.retain_handling = static_cast<std::uint8_t>((options >> 4U) & 3U);
  in.refuse_if(subscription.retain_handling == 3, Rule::kRetainHandling, options_at);
  in.refuse_if(subscription.no_local && is_shared(subscription.filter), Rule::kNoLocalShared, options_at);
  return subscription;
}

Packet read_subscribe(Parse& parse) {
  Subscribe subscribe;
  subscribe.packet_id = parse.in.packet_identifier();
  read_properties(parse, subscribe.properties);
  parse.in.refuse_if(!parse.in.more(), Rule::kSubscribeEmpty, parse.in.at());
  while (parse.in.more()) {
    parse.in.refuse_if(subscribe.subscriptions.size() >= parse.limits.filters, Rule::kFilterCount, parse.in.at());
    subscribe.subscriptions.push_back(read_subscription(parse));
  }
  return subscribe;
}

Packet read_unsubscribe(Parse& parse) {
  Unsubscribe unsubscribe;
  unsubscribe.packet_id = parse.in.packet_identifier();
  read_properties(parse, unsubscribe.properties);
  parse.in.refuse_if(!parse.in.more(), Rule::kUnsubscribeEmpty, parse.in.at());
  while (parse.in.more()) {
    const std::size_t at = parse.in.at();
    parse.in.refuse_if(unsubscribe.filters.size() >= parse.limits.filters, Rule::kFilterCount, at);
    unsubscribe.filters.emplace_back(parse.in.text());
    if (const std::optional<Rule> broken = check_filter(unsubscribe.filters.back(), parse.limits.topic)) {
      parse.in.refuse(*broken, at);
    }
  }
  return unsubscribe;
}

Packet read_subscription_ack(Parse& parse) {
  SubscriptionAck ack;
  ack.type = parse.type;
  ack.packet_id = parse.in.packet_identifier();
  read_properties(parse, ack.properties);
  while (parse.in.more() && (parse.is_5() || parse.type == PacketType::kSuback)) {
    const std::size_t at = parse.in.at();
    const std::uint8_t code = parse.in.byte();
    const bool known = parse.is_5() ? has_reason(parse.type, code) : code < 3 || code == 0x80;
    parse.in.refuse_if(!known, Rule::kSubackCode, at);
    ack.codes.push_back(code);
  }
  return ack;
}

Packet read_ping(Parse& parse) { return Ping{parse.type}; }

Packet read_notice(Parse& parse) {
  Notice notice;
  notice.type = parse.type;
  if (parse.is_5() && parse.in.more()) {
    const std::size_t at = parse.in.at();
    notice.code = parse.in.byte();
    check_reason(parse, notice.code, at);
    if (parse.in.more()) {
      read_properties(parse, notice.properties);
    }
  }
  return notice;
}

constexpr std::array<Packet (*)(Parse&), 16> kPacketReaders{nullptr,          read_connect,
                                                            read_connack,     read_publish,
                                                            read_ack,         read_ack,
                                                            read_ack,         read_ack,
                                                            read_subscribe,   read_subscription_ack,
                                                            read_unsubscribe, read_subscription_ack,
                                                            read_ping,        read_ping,
                                                            read_notice,      read_notice};

}  // namespace

ParsedPacket parse_packet(std::string_view packet, std::size_t header, Version version, const Limits& limits) {
  PacketReader in(packet, header);
  const auto first = static_cast<std::uint8_t>(packet.front());
  Parse parse{in, static_cast<PacketType>(first >> 4U), static_cast<std::uint8_t>(first & 0x0FU), version, limits};
  ParsedPacket parsed{kPacketReaders.at(first >> 4U)(parse), std::nullopt, parse.version};
  in.refuse_if(in.more(), Rule::kBytesLeft, in.at());
  if (in.broken()) {
    parsed.breach = Breach{*in.broken(), parse.type, in.broken_at()};
  }
  return parsed;
}

PacketType type_of(const Packet& packet) {
  struct Visitor {
    PacketType operator()(const Connect& /*packet*/) const { return PacketType::kConnect; }
    PacketType operator()(const Connack& /*packet*/) const { return PacketType::kConnack; }
    PacketType operator()(const Publish& /*packet*/) const { return PacketType::kPublish; }
    PacketType operator()(const Subscribe& /*packet*/) const { return PacketType::kSubscribe; }
    PacketType operator()(const Unsubscribe& /*packet*/) const { return PacketType::kUnsubscribe; }
    PacketType operator()(const Ack& one) const { return one.type; }
    PacketType operator()(const SubscriptionAck& one) const { return one.type; }
    PacketType operator()(const Ping& one) const { return one.type; }
    PacketType operator()(const Notice& one) const { return one.type; }
  };
  return std::visit(Visitor{}, packet);
}

}  // namespace jobrig::mqtt
