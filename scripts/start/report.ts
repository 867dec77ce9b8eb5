// What was found, in ten lines a newcomer can read.
import type { ConsoleOverview, ConsoleUploads } from '@center/contract';
import type { FromAgent } from './messages.ts';

type Told = Extract<FromAgent, { kind: 'told' }>;

const percent = (part: number, of: number): string => (of === 0 ? '—' : `${((100 * part) / of).toFixed(1)} %`);

export function foundLines(
  { summary, byRule }: Told,
  overview: ConsoleOverview | undefined,
  uploads: ConsoleUploads['rows'] | undefined,
): readonly string[] {
  const open = summary.findings.filter(({ state }) => state === 'open' || state === 'confirmed');
  const count = (holds: (row: (typeof open)[number]) => boolean): number =>
    open.filter(holds).reduce((sum, { n }) => sum + n, 0);
  const deviating = (severity: string): string =>
    String(count((row) => row.kind === 'deviates' && row.severity === severity));
  const [top, more] = [byRule.slice(0, 2), byRule.slice(2, 4)];
  const named = (rows: typeof byRule): string => rows.map(({ title, n }) => `${title} ×${String(n)}`).join('；');
  const numbers = overview?.numbers;
  const last = uploads?.[0];
  return [
    `对象 objects ${String(summary.objects)} · 检查 studies ${String(summary.studies)} · 不可读 unreadable ${String(summary.unreadable)} · 监督起始 supervision start ${summary.supervisionStart}`,
    `疑似不符合 suspected deviations：严重 critical ${deviating('critical')} · 重要 major ${deviating('major')} · 一般 minor ${deviating('minor')}`,
    `缺证据或待核实 evidence missing or waiting for a person：${String(count((row) => row.kind === 'indeterminate'))}`,
    `最多的问题 most frequent：${named(top)}`,
    `　　　　　　　　　　　　　${named(more)}`,
    ...(numbers === undefined
      ? []
      : [
          `监管端 console：未结严重问题（含缺证据、待核实）open critical, with missing evidence ${String(numbers.openCritical)} · 符合率 met ${percent(numbers.metRate.met, numbers.metRate.judged)} · 覆盖率 coverage ${percent(numbers.coverage.judged, numbers.coverage.applicable)}`,
        ]),
    ...(last === undefined
      ? []
      : [`上报 upload：${last.month} · ${last.state}${last.receiptNumber === null ? '' : ` · ${last.receiptNumber}`}`]),
    '一条问题在有人核实之前都是“疑似”；缺证据不等于违规。A finding is a suspicion until a person confirms it; missing evidence is no violation.',
  ];
}
