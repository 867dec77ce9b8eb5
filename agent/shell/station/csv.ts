import { type Instant, instantToIso, type PinnedRuleSet } from '@center/contract';
import type { StationFindingRow } from '@center/contract/station-api';

/** A spreadsheet reads a cell that begins with one of these as a formula, Chinese and Japanese ones also the wide forms; an apostrophe makes it text. */
const formulaStart = /^[\s]*[=+\-@＝＋－＠\t\r]/;

export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const tame = typeof value === 'string' && formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** UTF-8 with byte order mark and CRLF, as office programs expect it. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export interface CsvFooter {
  readonly at: Instant;
  readonly who: string;
  readonly filter: string;
  readonly ruleSet: PinnedRuleSet | undefined;
}

const heads = {
  zh: '编号,规则,规则名称,条款,严重程度,状态,判定,原因,检查日期,检查号,姓名,患者编号,性别,检查项目,设备类型,首次发现,最近变化,发现次数',
  en: 'id,rule,title,clause,severity,state,verdict,reason,study date,accession number,name,patient id,sex,exam,modality,opened,changed,times opened',
} as const;
const footers = { zh: ['导出时间', '导出人', '筛选', '规则集'], en: ['exported', 'by', 'filter', 'rule set'] } as const;

/** Findings with identity for the center's own use; the footer says when, by whom, with which filter and under which rule set. */
export function findingsCsv(rows: readonly StationFindingRow[], language: 'zh' | 'en', footer: CsvFooter): string {
  const lines = rows.map((row) => [
    row.id,
    row.ruleId,
    row.title[language],
    row.clause,
    row.severity,
    row.state,
    row.display,
    row.reason,
    row.study?.date ?? '',
    row.study?.AccessionNumber ?? '',
    row.study?.patient.name ?? '',
    row.study?.patient.PatientID ?? '',
    row.study?.patient.sex ?? '',
    row.study?.exam ?? '',
    row.study?.modalities.join(' ') ?? '',
    row.openedAt,
    row.changedAt,
    row.timesOpened,
  ]);
  const [when, by, filter, ruleSet] = footers[language];
  return csvText([
    heads[language].split(','),
    ...lines,
    [],
    [when, instantToIso(footer.at)],
    [by, footer.who],
    [filter, footer.filter],
    [ruleSet, footer.ruleSet?.manifest.version ?? '', footer.ruleSet?.sha256 ?? ''],
  ]);
}
