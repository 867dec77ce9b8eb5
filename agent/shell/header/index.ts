/**
 * Bytes come in (a file, an object in memory, a DICOM JSON data set), a header of plain typed values goes out, with the damage named and a report's doses read. This room never reads pixel data, never writes, and never fails for what the bytes hold.
 */
export { headerFromDicomJson } from './dicom-json.ts';
export { openHeaderFile, readHeaderBytes, readHeaderFile } from './header-reader.ts';
export { doseOf, type HeaderReading, type ReadableHeader } from './reading.ts';
export { contentBegin, isImage } from './sop-classes.ts';
