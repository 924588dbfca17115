// The renderers behind NewRenderer(), one a file.

#ifndef HEADWATER_LIB_RENDER_RENDERERS_H_
#define HEADWATER_LIB_RENDER_RENDERERS_H_

#include <memory>
#include <string>

#include "headwater/render.h"

namespace headwater::render {

// What the JSON renderer writes for a whole script, and the diagnostics that belong to no
// statement.
std::string ScriptJson(const v1::ScriptLineage& lineage);

std::unique_ptr<Renderer> NewTextRenderer(const RenderOptions& options);
std::unique_ptr<Renderer> NewJsonRenderer();
std::unique_ptr<Renderer> NewCsvRenderer(const RenderOptions& options);
std::unique_ptr<Renderer> NewOpenLineageRenderer(const RenderOptions& options);

}  // namespace headwater::render

#endif  // HEADWATER_LIB_RENDER_RENDERERS_H_
