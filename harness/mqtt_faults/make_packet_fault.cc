#include "mqtt_faults/make_packet_fault.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace jobrig::mqtt_faults {
namespace {

class MessageFault final : public PacketFault {
 public:
  MessageFault(std::string_view name, RewriteMessages rewrite) : name_(name), rewrite_(std::move(rewrite)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] model::Phase phase() const override { return model::Phase::kMeaning; }
  [[nodiscard]] bool acts_on(Subject subject, bool /*is_response*/) const override {
    return subject == Subject::kMessage;
  }
  void rewrite_messages(std::vector<TimedMessage>& messages, PacketContext& context) const override {
    rewrite_(messages, context);
  }

 private:
  std::string_view name_;
  RewriteMessages rewrite_;
};

class WireFault final : public PacketFault {
 public:
  WireFault(std::string_view name, std::vector<Subject> subjects, RewritePackets rewrite)
      : name_(name), subjects_(std::move(subjects)), rewrite_(std::move(rewrite)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] model::Phase phase() const override { return model::Phase::kBytes; }
  [[nodiscard]] bool acts_on(Subject subject, bool is_response) const override {
    return (subjects_.empty() && is_response) ||
           std::find(subjects_.begin(), subjects_.end(), subject) != subjects_.end();
  }
  void rewrite_packets(std::vector<TimedPacket>& packets, PacketContext& context) const override {
    rewrite_(packets, context);
  }

 private:
  std::string_view name_;
  std::vector<Subject> subjects_;
  RewritePackets rewrite_;
};

constexpr std::uint8_t kFirstFailure = 0x80;

// "Not authorized" is `not-authorized`.
std::string kebab(std::string_view name) {
  std::string word;
  for (const char c : name) {
    word += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

const std::map<std::string, mqtt::Reason, std::less<>>& reasons_by_word() {
  static const auto kReasons = [] {
    std::map<std::string, mqtt::Reason, std::less<>> reasons;
    for (unsigned code = kFirstFailure; code <= 0xFF; ++code) {
      const auto reason = static_cast<mqtt::Reason>(code);
      if (!mqtt::name_of(reason).empty()) {
        reasons.emplace(kebab(mqtt::name_of(reason)), reason);
      }
    }
    return reasons;
  }();
  return kReasons;
}

}  // namespace

FaultPointer make_message_fault(const Settings& settings, RewriteMessages rewrite) {
  return std::make_shared<const MessageFault>(settings.fault(), std::move(rewrite));
}

FaultPointer make_text_fault(const Settings& settings, std::function<void(mqtt::Message&, PacketContext&)> edit) {
  return make_message_fault(settings,
                            [edit = std::move(edit)](std::vector<TimedMessage>& messages, PacketContext& context) {
                              for (TimedMessage& one : messages) {
                                edit(one.message, context);
                              }
                            });
}

FaultPointer make_packet_fault(const Settings& settings, std::vector<Subject> subjects, RewritePackets rewrite) {
  return std::make_shared<const WireFault>(settings.fault(), std::move(subjects), std::move(rewrite));
}

FaultPointer make_publish_fault(const Settings& settings, EditPublish edit) {
  return make_packet_fault(settings, {Subject::kMessage},
                           [edit = std::move(edit)](std::vector<TimedPacket>& packets, PacketContext& context) {
                             for (TimedPacket& one : packets) {
                               if (auto* const publish = std::get_if<mqtt::Publish>(&one.packet)) {
                                 edit(*publish, context);
                               }
                             }
                           });
}

FaultPointer make_no_packet(Settings& settings, Subject subject) {
  return settings.finish()
             ? make_packet_fault(settings, {subject}, [](auto& packets, auto& /*context*/) { packets.clear(); })
             : nullptr;
}

std::optional<model::Pause> read_wait(Settings& settings, std::string_view key, std::string_view summary) {
  settings.shorthand(key);
  const auto length = settings.duration(key, summary, faults::Need::kRequired);
  const bool in_virtual_time = settings.in_virtual_time();
  settings.check_pause(key, length, in_virtual_time);
  return length ? std::optional(model::Pause{*length, in_virtual_time}) : std::nullopt;
}

void end_connection(std::vector<TimedPacket>& packets, const PacketContext& context, mqtt::Reason reason) {
  TimedPacket last{mqtt::Notice{mqtt::PacketType::kDisconnect, static_cast<std::uint8_t>(reason), {}}};
  last.is_sent = context.version == mqtt::Version::k5;
  last.close_action = model::CloseAction::kClose;
  packets.push_back(std::move(last));
}

const std::vector<std::string_view>& failure_words(mqtt::PacketType type) {
  static const auto kWords = [] {
    std::map<mqtt::PacketType, std::vector<std::string_view>> words;
    for (const mqtt::PacketType one : {mqtt::PacketType::kConnack, mqtt::PacketType::kPuback, mqtt::PacketType::kSuback,
                                       mqtt::PacketType::kDisconnect}) {
      for (const auto& [word, reason] : reasons_by_word()) {
        if (mqtt::has_reason(one, static_cast<std::uint8_t>(reason))) {
          words[one].push_back(word);
        }
      }
    }
    return words;
  }();
  return kWords.at(type);
}

mqtt::Reason failure_named(std::string_view word) { return reasons_by_word().find(word)->second; }

}  // namespace jobrig::mqtt_faults
