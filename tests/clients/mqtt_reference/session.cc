#include "clients/mqtt_reference/session.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <variant>

namespace jobrig::mqtt_reference {
namespace {

using reference::Failure;

constexpr Milliseconds kConnectTimeout{1'500};
constexpr Milliseconds kAckTimeout{1'000};
constexpr std::uint8_t kFailure = 0x80;

}  // namespace

Session::Session(Access access, const SessionPolicy& policy) : access_(std::move(access)), policy_(policy) {
  if (policy_.wrong_client_id) {
    access_.client_id = "another-" + access_.client_id;
  }
  if (!policy_.keep_alive) {
    access_.keep_alive = 0;
  }
}

Session::~Session() {
  if (link_) {
    link_->disconnect();
  }
}

/// A random part of the pause after so many failures in a row, at least half.
Milliseconds Session::pause(int attempt) {
  constexpr int kFirst = 200;
  constexpr int kMost = 4'000;
  if (!policy_.waits_between_connects) {
    return Milliseconds(0);
  }
  const int whole = std::min(kMost, kFirst << std::min(attempt, 5));
  return Milliseconds(policy_.jitter ? whole / 2 + static_cast<int>(random_() % static_cast<unsigned>(whole / 2))
                                     : whole);
}

void Session::connect() {
  gave_up_ = false;
  for (int tried = 1;; ++tried) {
    if (failures_ > 0) {
      std::this_thread::sleep_for(pause(failures_));
    }
    try {
      link_ = std::make_unique<Link>(access_, policy_, reference::in(kConnectTimeout));
      break;
    } catch (const Failure&) {
      ++failures_;
      if (tried >= policy_.connects || !policy_.reconnects || access_.endpoint.tls) {
        gave_up_ = true;
        throw;
      }
    }
  }
  waiting_.clear();
  if (link_->session_present()) {
    send_again();
  } else {
    unacknowledged_.clear();
  }
  if (!link_->session_present() && !filters_.empty() && policy_.subscribes_again) {
    ask(filters_);
  }
}

/// In the order of sending, which is that of the packet identifiers until they begin again [MQTT-4.4.0-1].
void Session::send_again() {
  for (auto& [id, message] : unacknowledged_) {
    message.dup = policy_.dup_when_resent;
    link_->send(message);
  }
}

void Session::note(const mqtt::Packet& packet) {
  if (const auto* const ack = std::get_if<mqtt::Ack>(&packet); ack != nullptr) {
    unacknowledged_.erase(ack->packet_id);
  }
}

std::uint16_t Session::next_id() {
  last_id_ = static_cast<std::uint16_t>(last_id_ == 65535 ? 1 : last_id_ + 1);
  return last_id_;
}

void Session::ask(const std::vector<std::string>& filters) {
  constexpr std::size_t kMostAtOnce = 8;  // AWS IoT Core allows eight in one SUBSCRIBE
  for (std::size_t at = 0; at < filters.size(); at += kMostAtOnce) {
    mqtt::Subscribe subscribe;
    subscribe.packet_id = next_id();
    for (std::size_t i = at; i < std::min(filters.size(), at + kMostAtOnce); ++i) {
      subscribe.subscriptions.push_back({filters[i], 1});
    }
    link_->send(subscribe);
    for (bool answered = false; !answered;) {
      const mqtt::Packet packet = link_->receive(reference::in(kAckTimeout));
      note(packet);
      if (const auto* const message = std::get_if<mqtt::Publish>(&packet)) {
        waiting_.push_back({message->topic, message->payload});
      } else if (const auto* const ack = std::get_if<mqtt::SubscriptionAck>(&packet);
                 ack != nullptr && ack->packet_id == subscribe.packet_id) {
        answered = true;
        if (!policy_.accepts_refused &&
            std::any_of(ack->codes.begin(), ack->codes.end(), [](std::uint8_t code) { return code >= kFailure; })) {
          throw Failure{"transport", "a subscription was refused"};
        }
      }
    }
  }
}

void Session::subscribe(const std::vector<std::string>& filters) {
  try {
    if (!link_) {
      connect();
    }
    std::vector<std::string> missing;
    for (const std::string& filter : filters) {
      if (std::find(filters_.begin(), filters_.end(), filter) == filters_.end()) {
        missing.push_back(filter);
      }
    }
    ask(missing);
    filters_.insert(filters_.end(), missing.begin(), missing.end());
  } catch (const Failure&) {
    failures_ += link_ ? 1 : 0;
    link_.reset();
    throw;
  }
}

void Session::publish(mqtt::Publish message) {
  message.packet_id = message.qos > 0 ? next_id() : std::uint16_t{0};
  if (policy_.persistent && message.qos > 0) {
    unacknowledged_[message.packet_id] = message;
  }
  try {
    link_->send(message);
  } catch (const Failure&) {
    ++failures_;
    link_.reset();
    throw;
  }
}

Message Session::receive(reference::Moment deadline) {
  if (!waiting_.empty()) {
    Message message = std::move(waiting_.front());
    waiting_.pop_front();
    return message;
  }
  try {
    for (;;) {
      mqtt::Packet packet = link_->receive(deadline);
      note(packet);
      if (auto* const message = std::get_if<mqtt::Publish>(&packet)) {
        failures_ = 0;
        return {std::move(message->topic), std::move(message->payload)};
      }
    }
  } catch (const Failure& failure) {
    if (failure.kind != "timeout") {
      ++failures_;
      link_.reset();
    }
    throw;
  }
}

Milliseconds Session::until_ping() const { return link_ ? link_->until_ping() : Milliseconds(3'600'000); }

void Session::idle() {
  try {
    if (link_) {
      link_->ping_if_due();
    }
  } catch (const Failure&) {
    ++failures_;
    link_.reset();
  }
}

}  // namespace jobrig::mqtt_reference
