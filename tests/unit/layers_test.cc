// The include rule of harness/README.md, "Folders", as a test: which folder of harness/ may include which, and which
// few files may include the heavy libraries. It reads the text of the files and knows nothing of the preprocessor.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.h"
#include "support/paths.h"

namespace {

// A source file: its path below the source folder (`harness/plan/match.cc`) and its text.
struct Source {
  std::string path;
  std::string text;
};

// Every folder of harness/ and the ones that it may include, besides itself. main.cc is the folder "main".
const std::map<std::string, std::set<std::string>>& allowed_edges() {
  static const std::map<std::string, std::set<std::string>> kEdges = [] {
    const std::set<std::string> ground = {"base", "model", "contract"};
    const auto and_also = [](std::set<std::string> folders, const std::set<std::string>& more) {
      folders.insert(more.begin(), more.end());
      return folders;
    };
    const std::set<std::string> stages = {"conditions", "load",  "state", "faults", "http", "plan",
                                          "serve",      "drive", "judge", "report", "yaml", "merge",
                                          "suite",      "wire",  "init",  "mqtt",   "tail", "mqtt_judge"};
    std::map<std::string, std::set<std::string>> edges = {
        {"base", {}}, {"model", {"base"}}, {"contract", {"base", "model"}}};
    for (const std::string& stage : stages) {
      edges[stage] = ground;
    }
    edges["judge"] = and_also(ground, {"wire"});
    edges["mqtt_judge"] = and_also(ground, {"judge", "mqtt", "wire"});
    edges["load"] = and_also(ground, {"conditions", "faults", "judge", "mqtt_faults", "yaml"});
    edges["suite"] = and_also(ground, {"judge", "load", "yaml"});
    edges["expectations"] = and_also(ground, {"judge", "load"});
    edges["compare"] = and_also(ground, {"report"});
    edges["tracing"] = and_also(ground, {"report"});
    edges["experiment"] = and_also(ground, {"report", "wire"});
    edges["remote"] = and_also(ground, {"drive", "experiment"});
    edges["life_cycles"] = and_also(ground, {"load"});
    edges["plan"] = and_also(ground, {"conditions", "state"});
    edges["journal"] = {"base", "model"};
    edges["metrics"] = {"base", "model"};
    edges["manual"] = {"base"};
    edges["certificates"] = {"base", "model"};
    edges["faults"] = and_also(ground, {"http"});
    edges["mqtt_faults"] = and_also(ground, {"faults", "mqtt"});
    edges["transport"] = {"base", "model", "certificates"};
    edges["serve"] = and_also(ground, {"certificates", "http", "transport"});
    edges["mqtt_serve"] = and_also(ground, {"mqtt", "serve", "transport"});
    edges["hosting"] = and_also(ground, {"report", "load", "http", "mqtt", "mqtt_faults", "plan", "serve", "transport",
                                         "journal", "metrics", "certificates", "state"});
    edges["mqtt_hosting"] = and_also(edges["hosting"], {"hosting", "mqtt_serve"});
    edges["admin"] = and_also(edges["hosting"], {"hosting"});
    edges["rig"] = edges["admin"];
    edges["conform"] = and_also(edges["mqtt_hosting"], {"drive", "expectations", "experiment", "judge", "life_cycles",
                                                        "mqtt_hosting", "suite", "wire"});
    edges["agents"] = and_also(edges["conform"], {"conform"});
    edges["commands"] = and_also(edges["conform"], {"admin", "agents", "compare", "conform", "faults", "init", "manual",
                                                    "merge", "remote", "tail", "tracing"});
    edges["main"] = and_also(edges["commands"], {"commands"});
    return edges;
  }();
  return kEdges;
}

// A library that is heavy to compile: how its headers begin, and where alone they may be included. A path that ends in
// `/` stands for the folder.
struct HeavyLibrary {
  std::string_view header;
  std::vector<std::string_view> homes;
};

const std::vector<HeavyLibrary>& heavy_libraries() {
  static const std::vector<HeavyLibrary> kLibraries = {
      {"boost/asio", {}},  // allocates for each wait, which must not fail (harness/README.md, "Libraries")
      {"httplib.h", {"harness/serve/http_engine.cc", "harness/remote/http_probe.cc"}},
      {"yaml-cpp/", {"harness/yaml/reader.cc"}},
      {"pugixml",
       {"harness/experiment/junit.cc", "harness/report/formats/run_junit.cc", "tests/unit/experiment/junit_test.cc",
        "tests/unit/report/formats/run_junit_test.cc"}},
      {"catch2/", {"tests/support/"}},
      {"regex", {}},  // std::regex overflows the stack on long texts and takes seconds for short ones
  };
  return kLibraries;
}

// The names in a file's #include lines, in order.
std::vector<std::string> includes_of(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') {
      continue;
    }
    const std::size_t word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0) {
      continue;
    }
    const std::size_t open = line.find_first_of("<\"", word + 7);
    const std::size_t close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
    if (close != std::string::npos) {
      names.push_back(line.substr(open + 1, close - open - 1));
    }
  }
  return names;
}

// `plan` for `harness/plan/match.cc`, `main` for `harness/main.cc`, nothing for files outside harness/.
std::string folder_of(const std::string& path) {
  constexpr std::string_view kHarness = "harness/";
  if (path.rfind(kHarness, 0) != 0) {
    return "";
  }
  const std::size_t end = path.find('/', kHarness.size());
  return end == std::string::npos ? "main" : path.substr(kHarness.size(), end - kHarness.size());
}

bool lives_in(const std::string& path, const std::vector<std::string_view>& homes) {
  return std::any_of(homes.begin(), homes.end(), [&path](std::string_view home) {
    return home.back() == '/' ? path.rfind(home, 0) == 0 : path == home;
  });
}

// What is wrong with one file's includes of our own folders.
void check_edges(const Source& source, std::vector<std::string>& wrong) {
  const std::string from = folder_of(source.path);
  if (from.empty()) {
    return;
  }
  const auto allowed = allowed_edges().find(from);
  if (allowed == allowed_edges().end()) {
    wrong.push_back(source.path + ": the folder " + from + " has no place in the order");
    return;
  }
  for (const std::string& name : includes_of(source.text)) {
    if (name.find("..") != std::string::npos) {
      wrong.push_back(source.path + " includes " + name + ", which climbs out of its folder");
      continue;
    }
    const std::string to = name.substr(0, name.find('/'));
    if (name.find('/') != std::string::npos && to != from && allowed_edges().count(to) > 0 &&
        allowed->second.count(to) == 0) {
      wrong.push_back(source.path + " includes " + name + ", but " + from + " must not know " + to);
    }
  }
}

// What is wrong with where the heavy headers are included.
void check_heavy_headers(const std::vector<Source>& sources, std::vector<std::string>& wrong) {
  for (const HeavyLibrary& library : heavy_libraries()) {
    for (const Source& source : sources) {
      const std::vector<std::string> names = includes_of(source.text);
      if (std::none_of(names.begin(), names.end(),
                       [&library](const std::string& name) { return name.rfind(library.header, 0) == 0; })) {
        continue;
      }
      if (!lives_in(source.path, library.homes)) {
        wrong.push_back(source.path + " includes " + std::string(library.header) + ", which is not its to know");
      }
    }
  }
}

// nlohmann/json costs every file that sees it: it stays in .cc files.
void check_json_stays_out_of_headers(const Source& source, std::vector<std::string>& wrong) {
  const std::vector<std::string> names = includes_of(source.text);
  if (source.path.ends_with(".h") && std::count(names.begin(), names.end(), "nlohmann/json.hpp") > 0) {
    wrong.push_back(source.path + " is a header and includes nlohmann/json.hpp");
  }
}

std::vector<std::string> broken_rules(const std::vector<Source>& sources) {
  std::vector<std::string> wrong;
  for (const Source& source : sources) {
    check_edges(source, wrong);
    check_json_stays_out_of_headers(source, wrong);
  }
  check_heavy_headers(sources, wrong);
  return wrong;
}

std::vector<Source> read_sources(std::string_view folder) {
  namespace fs = std::filesystem;
  std::vector<Source> sources;
  const fs::path root = jobrig::test::source_folder();
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string extension = entry.path().extension().string();
    if (entry.is_regular_file() && (extension == ".h" || extension == ".cc")) {
      std::ifstream file(entry.path());
      std::ostringstream text;
      text << file.rdbuf();
      sources.push_back({entry.path().lexically_relative(root).generic_string(), text.str()});
    }
  }
  return sources;
}

std::vector<std::string> broken_by(std::string path, std::string text) {
  return broken_rules({{std::move(path), std::move(text)}});
}

using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("no file includes against the order of the folders", "[layers]") {
  std::vector<Source> sources = read_sources("harness");
  REQUIRE(sources.size() > 20);
  const std::vector<Source> tests = read_sources("tests");
  sources.insert(sources.end(), tests.begin(), tests.end());
  CHECK(broken_rules(sources) == Sentences{});
}

TEST_CASE("every folder of harness has a place in the order", "[layers]") {
  for (const auto& entry : std::filesystem::directory_iterator(jobrig::test::source_folder() / "harness")) {
    if (entry.is_directory()) {
      CHECK(allowed_edges().count(entry.path().filename().string()) == 1);
    }
  }
}

TEST_CASE("the layer check lets the allowed edges through", "[layers]") {
  CHECK(broken_by("harness/model/a.h", "#include \"base/clock.h\"\n") == Sentences{});
  CHECK(broken_by("harness/plan/a.cc", "#include \"state/a.h\"\n#include \"plan/b.h\"\n") == Sentences{});
  CHECK(broken_by("harness/load/a.cc", "#include \"faults/a.h\"\n#include \"judge/a.h\"\n") == Sentences{});
  CHECK(broken_by("harness/commands/a.cc", "#include \"serve/a.h\"\n") == Sentences{});
  CHECK(broken_by("harness/main.cc", "#include \"commands/a.h\"\n") == Sentences{});
  CHECK(broken_by("harness/serve/a.cc", "#include <sys/socket.h>\n#include <boost/crc.hpp>\n") == Sentences{});
  CHECK(broken_by("tests/unit/plan/a_test.cc", "#include \"serve/a.h\"\n") == Sentences{});
}

TEST_CASE("the layer check finds an edge against the order", "[layers]") {
  CHECK(broken_by("harness/base/a.h", "#include \"model/request.h\"\n") ==
        Sentences{"harness/base/a.h includes model/request.h, but base must not know model"});
  CHECK(broken_by("harness/serve/a.cc", "  #  include \"plan/match.h\"\n") ==
        Sentences{"harness/serve/a.cc includes plan/match.h, but serve must not know plan"});
  CHECK(broken_by("harness/state/a.cc", "#include \"plan/a.h\"\n").size() == 1);
  CHECK(broken_by("harness/plan/a.cc", "#include \"http/request_parser.h\"\n") ==
        Sentences{"harness/plan/a.cc includes http/request_parser.h, but plan must not know http"});
  CHECK(broken_by("harness/faults/a.cc", "#include \"load/a.h\"\n").size() == 1);
  CHECK(broken_by("harness/report/a.cc", "#include <commands/a.h>\n").size() == 1);
  CHECK(broken_by("harness/plan/a.cc", "#include \"../serve/a.h\"\n") ==
        Sentences{"harness/plan/a.cc includes ../serve/a.h, which climbs out of its folder"});
  CHECK(broken_by("harness/utils/a.h", "") ==
        Sentences{"harness/utils/a.h: the folder utils has no place in the order"});
}

TEST_CASE("the layer check finds a heavy header outside its home", "[layers]") {
  CHECK(broken_by("harness/load/reader.cc", "#include <yaml-cpp/yaml.h>\n") ==
        Sentences{"harness/load/reader.cc includes yaml-cpp/, which is not its to know"});
  CHECK(broken_by("harness/yaml/reader.cc", "#include <yaml-cpp/yaml.h>\n") == Sentences{});
  CHECK(broken_by("harness/plan/a.cc", "#include <boost/asio/ip/tcp.hpp>\n").size() == 1);
  CHECK(broken_by("harness/load/a.cc", "#include <pugixml.hpp>\n").size() == 1);
  CHECK(broken_by("tests/unit/a_test.cc", "#include <catch2/catch.hpp>\n").size() == 1);
  CHECK(broken_by("harness/plan/a.cc", "#include <regex>\n").size() == 1);
  CHECK(broken_by("harness/serve/http_engine.cc", "#include <httplib.h>\n") == Sentences{});
  CHECK(broken_by("harness/serve/a.cc", "#include <httplib.h>\n") ==
        Sentences{"harness/serve/a.cc includes httplib.h, which is not its to know"});
  CHECK(broken_by("harness/plan/a.h", "#include <nlohmann/json.hpp>\n") ==
        Sentences{"harness/plan/a.h is a header and includes nlohmann/json.hpp"});
  CHECK(broken_by("harness/plan/a.cc", "#include <nlohmann/json.hpp>\n") == Sentences{});
}

TEST_CASE("the layer check does not read includes in comments", "[layers]") {
  CHECK(broken_by("harness/base/a.h", "// #include \"plan/a.h\"\n") == Sentences{});
}
