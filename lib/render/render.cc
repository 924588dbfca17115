#include "headwater/render.h"

#include "lib/render/renderers.h"

namespace headwater {
namespace {

std::string RenderGraph(const v1::ScriptLineage& lineage, Format format, Level level) {
  LineageGraph graph(level);
  for (const v1::StatementLineage& statement : lineage.statements()) {
    graph.Add(statement, lineage.source());
  }
  return format == Format::kDot ? graph.ToDot() : graph.ToMermaid();
}

}  // namespace

std::unique_ptr<Renderer> NewRenderer(Format format, const RenderOptions& options) {
  switch (format) {
    case Format::kText:
      return render::NewTextRenderer(options);
    case Format::kJson:
      return render::NewJsonRenderer();
    case Format::kCsv:
      return render::NewCsvRenderer(options);
    case Format::kOpenLineage:
      return render::NewOpenLineageRenderer(options);
    case Format::kDot:
    case Format::kMermaid:
      return nullptr;
  }
  return nullptr;
}

std::string RenderScript(const v1::ScriptLineage& lineage, absl::string_view text, Format format,
                         const RenderOptions& options) {
  if (format == Format::kJson) return render::ScriptJson(lineage);
  const std::unique_ptr<Renderer> renderer = NewRenderer(format, options);
  if (renderer == nullptr) return RenderGraph(lineage, format, options.level);
  std::string out;
  if (format == Format::kCsv) out.assign(CsvHeader().data(), CsvHeader().size());
  renderer->BeginScript({lineage.source(), lineage.dialect(), text}, &out);
  for (const v1::StatementLineage& statement : lineage.statements()) {
    renderer->Statement(statement, &out);
  }
  renderer->EndScript(&out);
  return out;
}

}  // namespace headwater
