#include "input_files.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace headwater::cli {
namespace {

enum class EntryKind { kFile, kFolder, kOther };

struct Entry {
  std::string name;
  EntryKind kind;
};

std::string Reason(int error) {
  switch (error) {
    case ENOENT:
      return "no such file or folder";
    case EACCES:
    case EPERM:
      return "no permission to read it";
    default:
      return std::strerror(error);
  }
}

bool IsScript(absl::string_view name) {
  return absl::EndsWithIgnoreCase(name, ".sql") || absl::EndsWithIgnoreCase(name, ".hql") ||
         absl::EndsWithIgnoreCase(name, ".hive");
}

// Links count as what they lead to where that is a file; see FindInputFiles for folders.
EntryKind KindOf(const std::string& path, const dirent& entry) {
  struct stat info = {};
  switch (entry.d_type) {
    case DT_REG:
      return EntryKind::kFile;
    case DT_DIR:
      return EntryKind::kFolder;
    case DT_LNK:
      return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) ? EntryKind::kFile
                                                                     : EntryKind::kOther;
    case DT_UNKNOWN:  // a file system that does not say
      if (lstat(path.c_str(), &info) != 0) return EntryKind::kOther;
      return S_ISREG(info.st_mode)   ? EntryKind::kFile
             : S_ISDIR(info.st_mode) ? EntryKind::kFolder
                                     : EntryKind::kOther;
    default:
      return EntryKind::kOther;
  }
}

std::string Joined(const std::string& folder, const std::string& name) {
  return absl::EndsWith(folder, "/") ? folder + name : folder + "/" + name;
}

// Lists one folder, sorted. False, with errno set: it cannot be read.
bool ListFolder(const std::string& path, std::vector<Entry>* entries) {
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) return false;
  errno = 0;
  while (const dirent* entry = readdir(folder)) {
    const std::string name = entry->d_name;
    if (name.empty() || name[0] == '.') continue;
    entries->push_back({name, KindOf(Joined(path, name), *entry)});
  }
  const int error = errno;
  closedir(folder);
  std::sort(entries->begin(), entries->end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  errno = error;
  return true;
}

void AddFolder(const std::string& path, std::vector<InputFile>* files) {
  std::vector<Entry> entries;
  if (!ListFolder(path, &entries)) {
    files->push_back({path, Reason(errno)});
    return;
  }
  for (const Entry& entry : entries) {
    if (entry.kind == EntryKind::kFolder) AddFolder(Joined(path, entry.name), files);
    if (entry.kind == EntryKind::kFile && IsScript(entry.name)) {
      files->push_back({Joined(path, entry.name), ""});
    }
  }
}

}  // namespace

std::vector<InputFile> FindInputFiles(const std::vector<std::string>& arguments) {
  std::vector<InputFile> files;
  for (const std::string& argument : arguments) {
    struct stat info = {};
    if (argument == "-") {
      files.push_back({argument, ""});
    } else if (stat(argument.c_str(), &info) != 0) {
      files.push_back({argument, Reason(errno)});
    } else if (!S_ISDIR(info.st_mode)) {
      files.push_back({argument, ""});
    } else {
      const size_t before = files.size();
      AddFolder(argument, &files);
      if (files.size() == before) {
        files.push_back({argument, "no .sql, .hql or .hive file in this folder"});
      }
    }
  }
  return files;
}

bool ReadsFile(const std::vector<InputFile>& files, const std::string& path) {
  struct stat wanted = {};
  if (path.empty() || stat(path.c_str(), &wanted) != 0 || !S_ISREG(wanted.st_mode)) return false;
  return std::any_of(files.begin(), files.end(), [&](const InputFile& file) {
    struct stat info = {};
    return stat(file.path.c_str(), &info) == 0 && info.st_dev == wanted.st_dev &&
           info.st_ino == wanted.st_ino;
  });
}

std::string DisplayName(const std::string& path) { return path == "-" ? "<stdin>" : path; }

}  // namespace headwater::cli
