// The same headers by GDCM, which reads only the selected tags: LIST TAGS.
#include <gdcmReader.h>
#include <gdcmTrace.h>

#include <set>

#include "used.hpp"

int main(int count, char **arguments) {
  if (count != 3) return 2;
  gdcm::Trace::SetWarning(false);
  gdcm::Trace::SetError(false);
  gdcm::Trace::SetDebug(false);
  const auto files = lines_of(arguments[1]);
  std::set<gdcm::Tag> selected;
  std::vector<gdcm::Tag> wanted;
  for (const uint32_t tag : tags_of(arguments[2])) {
    wanted.emplace_back(tag);
    if (tag >= 0x00080000) selected.insert(gdcm::Tag(tag));
  }
  Used used;
  for (const auto &path : files) {
    ++used.files;
    gdcm::Reader reader;
    reader.SetFileName(path.c_str());
    if (!reader.ReadSelectedTags(selected)) continue;
    ++used.readable;
    for (const auto &tag : wanted) {
      const gdcm::DataSet &set =
          tag.GetGroup() == 2 ? static_cast<const gdcm::DataSet &>(reader.GetFile().GetHeader()) : reader.GetFile().GetDataSet();
      if (!set.FindDataElement(tag)) continue;
      ++used.values;
      if (const auto *value = set.GetDataElement(tag).GetByteValue())
        used.touched += std::string(value->GetPointer(), value->GetLength()).size();
    }
  }
  used.print();
}
