#include "commands/catalogue.h"

#include <array>

#include "commands/certs.h"
#include "commands/check.h"
#include "commands/conform.h"
#include "commands/explain.h"
#include "commands/health.h"
#include "commands/list.h"
#include "commands/report.h"
#include "commands/serve.h"
#include "commands/show.h"

namespace jobrig::commands {
namespace {

constexpr std::array kCommands{
    CommandRow{"serve", "answer clients from scenarios until told to stop", make_serve},
    CommandRow{"conform", "run conformance cases against a client and judge it", make_conform},
    CommandRow{"certs", "write device certificates, good and bad, for mutual TLS", make_certs},
    CommandRow{"check", "report every mistake of scenario files with its place and the nearest right word", make_check},
    CommandRow{"explain", "show which rule of a scenario answers a request, why, and with what bytes", make_explain},
    CommandRow{"health", "ask whether a serve with an admin interface is well: exit code 0 or 1", make_health},
    CommandRow{"list", "print the tables that the program works by: operations, errors, scenarios, …", make_list},
    CommandRow{"report", "write the results of runs in other formats, several clients side by side", make_report},
    CommandRow{"show", "print a scenario or a schema that is inside the program", make_show},
};

}  // namespace

std::span<const CommandRow> catalogue() { return kCommands; }

}  // namespace jobrig::commands
