// execution-number and include-job-document: the arguments of a call besides its names.
// when: {execution-number: 2, include-job-document: true}
#include <limits>

#include "conditions/condition.h"

namespace jobrig::conditions {
namespace {

using model::Match;

std::string word_of(bool value) { return value ? "true" : "false"; }

std::string number_reason(std::int64_t wanted, const std::optional<std::int64_t>& stated) {
  return (stated ? "the execution number is " + std::to_string(*stated) : "the request has no execution number") +
         "; the rule requires " + std::to_string(wanted);
}

std::string document_reason(bool wanted, const std::optional<bool>& stated) {
  return (stated ? "include-job-document is " + word_of(*stated) : "the operation has no include-job-document") +
         "; the rule requires " + word_of(wanted);
}

}  // namespace

std::vector<Condition> argument_conditions() {
  return {
      {"execution-number",
       Scope::kCall,
       has<&Match::execution_number>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         match.execution_number = fields.integer("execution-number", 1, std::numeric_limits<std::int64_t>::max());
       },
       [](const Match& match, const Circumstances& now) {
         return match.execution_number == now.call.arguments.execution_number;
       },
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(number_reason(*match.execution_number, now.call.arguments.execution_number));
       },
       {{"execution-number", "the requested execution number; a request without one does not match"}},
       R"({"type":"integer","minimum":1,"description":"The requested execution number; a request without one does not match"})"},
      {"include-job-document",
       Scope::kCall,
       has<&Match::include_job_document>,
       [](base::Fields& fields, const Reading& /*reading*/, Match& match) {
         match.include_job_document = fields.boolean("include-job-document");
       },
       [](const Match& match, const Circumstances& now) {
         return match.include_job_document == now.call.arguments.include_job_document;
       },
       [](const Match& match, const Circumstances& now, Reasons& reasons) {
         reasons.push_back(document_reason(*match.include_job_document, now.call.arguments.include_job_document));
       },
       {{"include-job-document", "whether the request asks for the document, including by the default of the edition"}},
       R"({"type":"boolean","description":"Whether the request asks for the document, including by the default of the edition"})"},
  };
}

}  // namespace jobrig::conditions
