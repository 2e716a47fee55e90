// Experiment run: carries out the course of an experiment on a running mock, through its admin interface. It decides
// nothing (experiment/course does).
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drive/stop_flag.h"
#include "experiment/course.h"
#include "remote/http_probe.h"

namespace jobrig::remote {

struct ExperimentRunOptions {
  ProbeTarget target;                    // the admin interface, without a slash at the end of its path
  std::chrono::milliseconds timeout{0};  // of each request to it
  base::Duration patience{0};            // in virtual time: how long a phase waits for requests that do not come
};

/// Runs until the course is over, the flag is raised or the mock cannot be asked; then switches all rules back. Calls
/// `on_phase` when a phase begins. Returns the names of rules that could not be switched back. An error: the experiment
/// did not begin, and nothing was switched.
base::Result<std::vector<std::string>> run_experiment(experiment::Course& course, const ExperimentRunOptions& options,
                                                      const drive::StopFlag& stop,
                                                      const std::function<void(const experiment::Phase&)>& on_phase);

}  // namespace jobrig::remote
