// Scalar form: what a plain (unquoted) scalar is by its look alone: true, a number, text, or a form that readers of
// YAML disagree on. It converts nothing and knows no keys.
#pragma once

#include <cstdint>
#include <string_view>

namespace jobrig::base {

enum class ScalarForm : std::uint8_t {
  kText,
  kNumber,     // as JSON writes it: 5, -0.25, 1e9 (RFC 8259, section 6)
  kTrue,       // true
  kFalse,      // false
  kAmbiguous,  // 010, 0x1F, +5, .5, 5., .inf, True: a number or a boolean to some readers, something else to others
};

/// The form of the text of a plain scalar. `no`, `on` and `1_000` are text, as in YAML 1.2's core schema.
ScalarForm form_of(std::string_view plain);

}  // namespace jobrig::base
