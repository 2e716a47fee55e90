#include "commands/catalogue.h"

#include <array>

#include "commands/admin.h"
#include "commands/certs.h"
#include "commands/check.h"
#include "commands/completion.h"
#include "commands/conform.h"
#include "commands/experiment.h"
#include "commands/explain.h"
#include "commands/export.h"
#include "commands/health.h"
#include "commands/help.h"
#include "commands/init.h"
#include "commands/list.h"
#include "commands/manual.h"
#include "commands/report.h"
#include "commands/serve.h"
#include "commands/show.h"
#include "commands/tail.h"

namespace jobrig::commands {
namespace {

constexpr std::array kCommands{
    CommandRow{"serve", "serve scenarios to clients over HTTP until stopped", make_serve},
    CommandRow{"conform", "run conformance cases against a client and report a verdict", make_conform},
    CommandRow{"init", "write the first files for testing a client, and run them once", make_init},
    CommandRow{"certs", "write device certificates, valid and invalid, for mutual TLS", make_certs},
    CommandRow{"check", "report all mistakes in scenarios with positions and suggestions", make_check},
    CommandRow{"explain", "show which rule answers a request, why, and with which bytes", make_explain},
    CommandRow{"health", "check that a running jobrig serve is healthy: exit code 0 or 1", make_health},
    CommandRow{"admin", "send one request to the admin interfaces of several servers", make_admin},
    CommandRow{"experiment", "switch rules of a running server and measure its clients", make_experiment},
    CommandRow{"tail", "print the exchanges of a running server as they happen", make_tail},
    CommandRow{"list", "print a built-in table: operations, errors, scenarios, faults, …", make_list},
    CommandRow{"report", "convert results of conform to other formats; compare clients", make_report},
    CommandRow{"export", "convert a journal to traces of OpenTelemetry", make_export},
    CommandRow{"show", "print a built-in scenario, case, profile, schema, fault, …", make_show},
    CommandRow{"help", "print the help of a command", make_help},
    CommandRow{"completion", "print the completion script of a shell: bash, zsh or fish", make_completion},
    CommandRow{"manual", "print the manual page: jobrig manual | man -l -", make_manual},
};

}  // namespace

std::span<const CommandRow> catalogue() { return kCommands; }

}  // namespace jobrig::commands
