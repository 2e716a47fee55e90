// StartCommandExecution (current edition): returns an executionId. It does not simulate the command, because no
// operation of the jobs data plane returns its state.
#include "base/json_string.h"
#include "base/uuid.h"
#include "plan/documented.h"

namespace jobrig::plan {

DocumentedAnswer answer_start_command_execution(const Question& question) {
  const model::Call& call = question.call;
  if (call.thing.data() != nullptr && question.thing == nullptr) {
    return no_such_thing(question);
  }
  const std::optional<std::string> id =
      question.commands.id_for(call.arguments.client_token, call.arguments.command, base::draw_uuid(question.random));
  if (!id) {
    DocumentedAnswer answer{{}, "ConflictException", "the clientToken was used before for another command"};
    answer.body = "\"resourceId\":";
    base::append_json_string(answer.body, call.arguments.command_arn);
    return answer;
  }
  DocumentedAnswer answer;
  answer.body = "{\"executionId\":";
  base::append_json_string(answer.body, *id);
  answer.body += '}';
  return answer;
}

}  // namespace jobrig::plan
