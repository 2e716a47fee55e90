// Document texts: the jobDocuments of a scenario as JSON strings, escaped once, and their placeholders, replaced at
// each read. It does not know which execution has which document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "model/scenario.h"

namespace jobrig::plan {

/// Immutable, so thread-safe. A document is known by the address of its text in the scenario; one with another
/// address, drawn or given while serving, is escaped at each read.
class DocumentTexts {
 public:
  /// Borrows the scenario, which must outlive it.
  explicit DocumentTexts(const model::Scenario& scenario);

  /// Appends the document, quoted and escaped. `${count}` becomes `reads`. A placeholder for a presigned URL becomes a
  /// URL that differs at each read (AWS IoT Developer Guide, "Presigned URLs").
  void append(std::string& json, const std::string& document, std::uint32_t reads, base::Instant now) const;
  /// Whether the appended text differs at each read. `document` may be null.
  [[nodiscard]] bool has_placeholders(const std::string* document) const;
  /// No two objects have the same.
  [[nodiscard]] std::uint64_t id() const { return id_; }
  /// About the size of the appended text. `document` may be null.
  [[nodiscard]] std::size_t size_of(const std::string* document) const;

 private:
  struct Text {
    std::string json;
    bool has_placeholders;
  };
  static Text text_of(const std::string& document);
  void add(const std::optional<std::string>& document);

  std::uint64_t id_;
  std::unordered_map<const std::string*, Text> texts_;
};

}  // namespace jobrig::plan
