#include "conditions/body_values.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "contract/json_document.h"

namespace jobrig::conditions {
namespace {

using Json = nlohmann::json;

/// Receives the events of the parser. Unlike a document, it sees each of several members of the same name.
class Collector final : public Json::json_sax_t {
 public:
  explicit Collector(const BodyMembers& members) : members_(members) {}

  BodyValues take() { return std::move(values_); }

  bool null() override { return scalar("null"); }
  bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const string_t& text) override { return scalar(text); }
  bool string(string_t& text) override { return scalar(text); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override {
    structure();
    bases_.push_back(path_.size());
    return true;
  }
  bool key(string_t& name) override {
    path_.resize(bases_.back());
    path_.append(path_.empty() ? "" : ".").append(name);
    return true;
  }
  bool end_object() override {
    path_.resize(bases_.back());
    bases_.pop_back();
    return true;
  }
  bool start_array(std::size_t /*size*/) override {
    structure();
    return true;
  }
  bool end_array() override { return true; }
  bool parse_error(std::size_t /*place*/, const std::string& /*token*/, const Json::exception& /*error*/) override {
    return false;
  }

 private:
  bool scalar(std::string text) {
    if (members_.wants(path_)) {
      values_.push_back({path_, std::move(text), false});
    }
    return true;
  }
  void structure() {
    if (members_.wants(path_)) {
      values_.push_back({path_, {}, true});
    }
  }

  const BodyMembers& members_;
  std::string path_;                // of the current value
  std::vector<std::size_t> bases_;  // sizes of the paths of the open maps
  BodyValues values_;
};

}  // namespace

void BodyMembers::add(const std::string& path) {
  paths_.insert(path);
  longest_ = std::max(longest_, path.size());
}

BodyValues BodyMembers::values_in(std::string_view json) const {
  if (paths_.empty() || json.empty() || contract::too_deep(json) || json.find('\0') != std::string_view::npos) {
    return {};
  }
  Collector collector(*this);
  return Json::sax_parse(json, &collector) ? collector.take() : BodyValues();
}

}  // namespace jobrig::conditions
