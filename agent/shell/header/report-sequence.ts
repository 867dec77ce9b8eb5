import type { Frame } from './report-frame.ts';
import { type Kind, kinds, at as tags } from './report-tags.ts';

/** Begins a wanted sequence of `frame` and says what its items are; of two sequences with the same tag the later one holds. */
export function beginSequence(frame: Frame, tag: number): Kind {
  switch (tag) {
    case tags.content:
      frame.withoutChildren();
      return kinds.content;
    case tags.measuredValue:
      frame.measured = undefined;
      return kinds.measured;
    case tags.template:
      frame.template = undefined;
      return kinds.template;
    case tags.tabulatedValues:
      frame.table = undefined;
      return kinds.table;
    case tags.rowDefinitions:
      frame.rowDefinitions = [];
      return kinds.line;
    case tags.columnDefinitions:
      frame.columnDefinitions = [];
      return kinds.line;
    case tags.cellValues:
      frame.cells = [];
      return kinds.cell;
    default:
      if (holdsSeveral(frame, tag)) frame.codes = [];
      return kinds.code;
  }
}

/** Cells of a table may hold a code for each line; everything else has one concept, in the first item. */
export function holdsSeveral(frame: Frame, tag: number): boolean {
  return frame.kind === kinds.cell && tag !== tags.units;
}

/** Hands what an item held to the frame around it. */
export function deliver(kind: Kind, frame: Frame, child: Frame, tag: number): void {
  switch (kind) {
    case kinds.skipped:
      break;
    case kinds.content:
      frame.addChild(child.item());
      break;
    case kinds.code:
      frame.found = child.coded();
      if (holdsSeveral(frame, tag)) frame.codes.push(frame.found);
      break;
    case kinds.measured:
      frame.measured = child.measurement();
      break;
    case kinds.template:
      frame.template = child.template;
      break;
    case kinds.table:
      frame.table = child.tableRead();
      break;
    case kinds.line:
      (tag === tags.rowDefinitions ? frame.rowDefinitions : frame.columnDefinitions).push(child.line());
      break;
    case kinds.cell:
      frame.cells.push(child.cellsRead());
      break;
  }
}
