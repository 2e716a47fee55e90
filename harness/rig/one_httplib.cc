#include "rig/one_httplib.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>

namespace jobrig::rig {
namespace {

/// One of these is in every program that compiles cpp-httplib as a header and uses it.
constexpr std::array kConstructors{
    "_ZN7httplib6ServerC1Ev",
    "_ZN7httplib6ServerC2Ev",
    "_ZN7httplib6ClientC1ERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
    "_ZN7httplib6ClientC2ERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
};

/// RTLD_NEXT: in the libraries after the program, which contains this code.
bool is_defined_twice(const char* symbol) {
  void* const in_library = ::dlsym(RTLD_NEXT, symbol);
  return in_library != nullptr && ::dlsym(RTLD_DEFAULT, symbol) != in_library;
}

}  // namespace

std::optional<std::string> second_httplib() {
  if (std::none_of(kConstructors.begin(), kConstructors.end(), &is_defined_twice)) {
    return std::nullopt;
  }
  return "this program contains another cpp-httplib than the shared library that jobrig uses; compile it with the "
         "httplib.h of that library, or test it against a jobrig serve process";
}

}  // namespace jobrig::rig
