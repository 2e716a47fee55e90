#include "clients/reference/requests.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string_view>

#include "clients/reference/request_mutation.h"

namespace jobrig::reference {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxThing = 128;
constexpr std::size_t kMaxJob = 64;

[[noreturn]] void refuse(const std::string& what) { throw Failure{"validation", what}; }

bool holds_only(const std::string& text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
}

/// The constraints on the pages of the API reference.
void validate(const Call& call) {
  const std::string thing = call.arguments->value("thingName", "t");
  if (thing.empty() || thing.size() > kMaxThing || !holds_only(thing, ":_-")) {
    refuse("thingName must be 1 to 128 of letters, digits, colon, underscore and hyphen");
  }
  const std::string job = call.arguments->value("jobId", "j");
  if (job != "$next" && (job.empty() || job.size() > kMaxJob || !holds_only(job, "_-"))) {
    refuse("jobId must be $next or 1 to 64 of letters, digits, underscore and hyphen");
  }
  if (call.arguments->contains("executionNumber") && call.arguments->at("executionNumber").get<std::int64_t>() < 1) {
    refuse("executionNumber counts from 1");
  }
}

/// The same segment encoded in another correct way.
std::string in_style(const std::string& segment, const RequestPolicy& policy) {
  std::string text;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    const std::string code = segment[i] == '%' ? segment.substr(i, 3) : "";
    i += code.empty() ? 0 : 2;
    if (code.empty()) {
      text += segment[i] == '-' && policy.encodes_hyphens ? "%2D" : std::string(1, segment[i]);
    } else if (policy.literal_signs && (code == "%24" || code == "%3A")) {
      text += code == "%24" ? '$' : ':';
    } else {
      text += policy.lower_case_hex ? distorted_text(code, "lower-case") : code;
    }
  }
  return text;
}

std::string in_path(std::string text, const RequestPolicy& policy) {
  if (policy.small_names) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  }
  if (policy.underscores_as_hyphens) {
    std::replace(text.begin(), text.end(), '_', '-');
  }
  if (policy.literal_colon_cut) {
    text = text.substr(0, text.find(':'));
  }
  return policy.encodes_twice ? encoded(encoded(text)) : in_style(encoded(text), policy);
}

std::string number_text(const json& number, const Policy& policy) {
  if (policy.response.thirty_two_bits) {
    return std::to_string(static_cast<std::int32_t>(number.get<std::int64_t>()));
  }
  if (policy.response.doubles) {
    return std::to_string(static_cast<std::int64_t>(number.get<double>()));
  }
  return std::to_string(number.get<std::int64_t>());
}

void add_query(const Call& call, const Policy& policy, HttpRequest& request) {
  const json& given = *call.arguments;
  if (given.contains("executionNumber") && policy.request.execution_number) {
    request.query.emplace_back("executionNumber", number_text(given["executionNumber"], policy));
  } else if (policy.request.invents_number) {
    request.query.emplace_back("executionNumber", "1");
  }
  if (given.contains("includeJobDocument") && policy.request.document_flag) {
    const bool value = given["includeJobDocument"].get<bool>();
    request.query.emplace_back("includeJobDocument", policy.request.capital_booleans ? value ? "True" : "False"
                                                     : value                         ? "true"
                                                                                     : "false");
  } else if (policy.request.always_document_flag) {
    request.query.emplace_back("includeJobDocument", "false");
  }
}

/// As the model asks for a token that makes a repeated call harmless: random, in the form of a UUID.
std::string new_token() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device chance;
  std::string token;
  for (int i = 0; i < 32; ++i) {
    token += (i == 8 || i == 12 || i == 16 || i == 20) ? "-" : "";
    token += kDigits[chance() % kDigits.size()];
  }
  return token;
}

/// Adds all arguments except the names in the path as members of the body.
void add_body(const Call& call, const Policy& policy, HttpRequest& request) {
  json body = *call.arguments;
  body.erase("thingName");
  body.erase("jobId");
  if (policy.request.update_without_status) {
    body.erase("status");
  }
  if (!policy.request.update_number) {
    body.erase("executionNumber");
  }
  if (policy.request.makes_tokens && call.operation == "StartCommandExecution" && !body.contains("clientToken")) {
    body["clientToken"] = new_token();
  }
  request.body = body.dump() + policy.request.after_body;
  request.has_body = true;
}

/// Two chunks and the last one.
std::string in_chunks(const std::string& body) {
  std::string text;
  for (const std::string& piece : {body.substr(0, body.size() / 2), body.substr(body.size() / 2)}) {
    std::ostringstream size;
    size << std::hex << piece.size();
    text += piece.empty() ? "" : size.str() + "\r\n" + piece + "\r\n";
  }
  return text + "0\r\n\r\n";
}

}  // namespace

HttpRequest make_request(const Call& call, const Policy& policy) {
  if (policy.request.validates) {
    validate(call);
  }
  HttpRequest request;
  const std::string things = policy.request.wrong_path ? "/thing/" : "/things/";
  const std::string jobs = things + in_path(call.arguments->value("thingName", ""), policy.request) + "/jobs";
  const std::string job = jobs + "/" + in_path(call.arguments->value("jobId", "$next"), policy.request);
  if (call.operation == "DescribeJobExecution") {
    request.method = policy.request.posts_describe ? "POST" : "GET";
    request.path = job;
    add_query(call, policy, request);
    if (policy.request.body_with_get) {
      request.body = "{}";
      request.has_body = true;
    }
  } else if (call.operation == "GetPendingJobExecutions") {
    request.method = "GET";
    request.path = policy.request.pending_as_describe ? job : jobs;
  } else if (call.operation == "StartNextPendingJobExecution") {
    request.method = policy.request.start_next_by_post ? "POST" : "PUT";
    request.path = jobs + "/$next";  // as the URI template says
    add_body(call, policy, request);
  } else if (call.operation == "StartCommandExecution") {
    request.method = "POST";
    request.path = "/command-executions";
    add_body(call, policy, request);
  } else {
    request.method = "POST";
    request.path = job;
    add_body(call, policy, request);
  }
  return request;
}

std::string render(HttpRequest request, const Call& call, const std::string& invocation, int attempt, const Policy& all,
                   long clock_error) {
  const RequestPolicy& policy = all.request;
  Mutation mutation = all.mutation;
  if (mutation.place == "resend") {
    mutation.place = attempt > 1 ? "send" : "";
  }
  distort_request(mutation, call, request);
  const Endpoint& endpoint = call.endpoint;
  const std::string host =
      policy.wrong_host ? "evil.example:9" : endpoint.host + (policy.port_in_host ? ":" + endpoint.port : "");
  if (policy.signs) {
    sign(request, call, host, policy, clock_error);
  }
  Headers headers(policy.second_host ? 2 : policy.host ? 1 : 0, {"Host", host});
  headers.emplace_back("User-Agent", "jobrig-reference/1");
  headers.emplace_back("amz-sdk-invocation-id", invocation);
  headers.emplace_back("amz-sdk-request",
                       "attempt=" + std::to_string(attempt) + "; max=" + std::to_string(all.retry.attempts));
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  if (request.has_body) {
    headers.emplace_back("Content-Type", "application/json");
    if (policy.chunked_bodies) {
      headers.emplace_back("Transfer-Encoding", "chunked");
      request.body = in_chunks(request.body);
    } else {
      headers.emplace_back("Content-Length", std::to_string(request.body.size()));
    }
  } else if (policy.announces_chunks) {
    headers.emplace_back("Transfer-Encoding", "chunked");
    request.body = "0\r\n\r\n";
  }
  if (policy.expects_continue || (policy.expects_continue_with_body && request.has_body)) {
    headers.emplace_back("Expect", "100-continue");
  }
  distort_headers(mutation, call.operation, headers);
  const std::string query = query_text(request);
  std::string head = request.method + " " + request.path + (query.empty() ? "" : "?" + query) +
                     (policy.speaks_1_0 ? " HTTP/1.0" : " HTTP/1.1") + "\r\n";
  for (const auto& [name, value] : headers) {
    head += (policy.lower_case_headers ? distorted_text(name, "lower-case") : name) + ": " + value + "\r\n";
  }
  return distorted_message(mutation, call.operation, head + "\r\n" + request.body);
}

}  // namespace jobrig::reference
