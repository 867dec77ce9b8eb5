// The same headers by DCMTK, which reads up to the pixel data: LIST TAGS.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "used.hpp"

int main(int count, char **arguments) {
  if (count != 3) return 2;
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  const auto files = lines_of(arguments[1]);
  std::vector<DcmTagKey> wanted;
  for (const uint32_t tag : tags_of(arguments[2])) wanted.emplace_back(tag >> 16, tag & 0xffff);
  Used used;
  for (const auto &path : files) {
    ++used.files;
    DcmFileFormat file;
    if (file.loadFileUntilTag(path.c_str(), EXS_Unknown, EGL_noChange, 4096, ERM_autoDetect, DCM_PixelData).bad()) continue;
    ++used.readable;
    for (const auto &tag : wanted) {
      DcmItem *set = tag.getGroup() == 2 ? static_cast<DcmItem *>(file.getMetaInfo()) : file.getDataset();
      DcmElement *element = nullptr;
      if (set->findAndGetElement(tag, element).bad() || element == nullptr) continue;
      ++used.values;
      OFString text;
      if (element->ident() != EVR_SQ && element->getOFString(text, 0).good()) used.touched += text.size();
    }
  }
  used.print();
}
