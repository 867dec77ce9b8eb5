import type { DoseReport, Tri } from '@center/contract';
import { foldText } from '@center/register';
import { type Header, itemsOf, textOf, textsOf } from './header.ts';
import { isHeaderWhole } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** What consoles write where no agent was given. */
const none = new Set([
  '',
  'NONE',
  'NO',
  'N',
  'NO CONTRAST',
  'WITHOUT',
  'PLAIN',
  '无',
  '未',
  '否',
  '未用',
  '平扫',
  '0',
  '-',
]);
function namesAgent(header: Header): boolean {
  if ((textsOf(header, 'ContrastBolusAgent') ?? []).some((agent) => !none.has(foldText(agent)))) return true;
  return itemsOf(header, 'ContrastBolusAgentSequence').some((item) =>
    (['CodeValue', 'LongCodeValue', 'CodeMeaning'] as const).some(
      (keyword) => !none.has(foldText(textOf(item, keyword) ?? '')),
    ),
  );
}

/**
 * Whether a contrast agent was given: `yes` when an acquired image names one or an event of a dose report was made with contrast; `no` when headers that are whole
 * name none, or the report's events were all made without (the attributes are required where contrast was used, PS3.3 §C.7.6.4); `unknown` without any such header.
 */
export function contrastGiven(acquired: readonly ObservedObject[], reports: readonly DoseReport[]): Tri {
  const reported = reports.some(({ events }) => events.some((event) => event.contrast === 'with'));
  if (reported || acquired.some(({ header }) => namesAgent(header))) return 'yes';
  const without = reports.some(({ events }) => events.some((event) => event.contrast === 'without'));
  return without || acquired.some(isHeaderWhole) ? 'no' : 'unknown';
}
