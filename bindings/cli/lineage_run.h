// `headwater lineage` after its arguments were understood: many files, several threads.

#ifndef HEADWATER_BINDINGS_CLI_LINEAGE_RUN_H_
#define HEADWATER_BINDINGS_CLI_LINEAGE_RUN_H_

#include <string>
#include <vector>

#include "dialect_versions.h"
#include "headwater/headwater.h"
#include "headwater/render.h"
#include "input_files.h"
#include "output_file.h"

namespace headwater::cli {

struct LineageRun {
  std::vector<InputFile> files;
  std::string dialect;  // the value of --dialect; empty: each file's own
  DialectVersions dialect_versions;
  LineageOptions lineage;  // its dialect and version are set for each file
  Format format = Format::kText;
  RenderOptions render;
  int jobs = 1;
  bool progress = false;
  bool quiet = false;  // no diagnostics
  bool color_errors = false;
};

// Writes the lineage of all files to `*output`, and diagnostics to stderr. Returns the exit status.
int RunLineage(const LineageRun& run, OutputFile* output);

}  // namespace headwater::cli

#endif  // HEADWATER_BINDINGS_CLI_LINEAGE_RUN_H_
