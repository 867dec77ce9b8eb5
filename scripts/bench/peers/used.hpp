// What the loop of a C++ peer used, as one line of JSON; and the two inputs that all peers share: a list of files, a list of tags (decimal numbers in brackets).
#pragma once
#include <sys/resource.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

inline std::vector<std::string> lines_of(const char *path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

inline std::vector<uint32_t> tags_of(const char *text) {
  std::vector<uint32_t> tags;
  for (const char *at = text; *at != '\0';) {
    char *end = nullptr;
    const unsigned long tag = std::strtoul(at, &end, 10);
    if (end == at) {
      ++at;
      continue;
    }
    tags.push_back(static_cast<uint32_t>(tag));
    at = end;
  }
  return tags;
}

struct Used {
  long files = 0, readable = 0, values = 0, touched = 0;

  Used() { start_bytes = io("rchar"), start_reads = io("syscr"), start_cpu = cpu(), began = clock::now(); }

  void print() const {
    const double wall = std::chrono::duration<double, std::milli>(clock::now() - began).count();
    const double spent = cpu() - start_cpu;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("{\"files\":%ld,\"readable\":%ld,\"values\":%ld,\"touched\":%ld,\"wallMs\":%.3f,\"cpuMs\":%.3f,\"peakMb\":%.1f,\"bytes\":%ld,\"reads\":%ld}\n",
                files, readable, values, touched, wall, spent, usage.ru_maxrss / 1000.0, io("rchar") - start_bytes,
                io("syscr") - start_reads);
  }

 private:
  using clock = std::chrono::steady_clock;
  long start_bytes, start_reads;
  double start_cpu;
  clock::time_point began;

  static double cpu() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
  }

  static long io(const std::string &name) {
    std::ifstream file("/proc/self/io");
    for (std::string line; std::getline(file, line);)
      if (line.rfind(name + ": ", 0) == 0) return std::stol(line.substr(name.size() + 2));
    return 0;
  }
};
