/**
 * A structured report's content, or the header of an image, a performed procedure step or a console's dose page comes in; dose values in one unit a concept go out, in
 * the order of the document, with what was unusual named. This room never guesses a unit, never sums, and never reads a byte.
 */
export { readDoseReport } from './dose-report.ts';
export { readHeaderDose } from './header-dose.ts';
export type { SrItem } from './sr-item.ts';
