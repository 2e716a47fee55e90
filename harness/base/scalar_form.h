// Scalar form: classifies a plain (unquoted) scalar by its text: a boolean, a number, text, or a form that YAML readers
// interpret differently. It converts nothing and knows no keys.
#pragma once

#include <cstdint>
#include <string_view>

namespace jobrig::base {

enum class ScalarForm : std::uint8_t {
  kText,
  kNumber,  // the JSON grammar: 5, -0.25, 1e9 (RFC 8259, section 6)
  kTrue,
  kFalse,
  kAmbiguous,  // 010, 0x1F, +5, .5, 5., .inf, True: a number or a boolean for some readers only
};

/// The form of the text of a plain scalar. `no`, `on` and `1_000` are text, as in the core schema of YAML 1.2.
ScalarForm form_of(std::string_view plain);

}  // namespace jobrig::base
