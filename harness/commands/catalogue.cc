#include "commands/catalogue.h"

#include <array>

#include "commands/certs.h"
#include "commands/list.h"

namespace jobrig::commands {
namespace {

constexpr std::array kCommands{
    CommandRow{"certs", "write device certificates, good and bad, for mutual TLS", make_certs},
    CommandRow{"list", "print the tables that the program works by: operations, errors, scenarios, …", make_list},
};

}  // namespace

std::span<const CommandRow> catalogue() { return kCommands; }

}  // namespace jobrig::commands
