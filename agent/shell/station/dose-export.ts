import { crc32, deflateRawSync } from 'node:zlib';
import {
  calendarDateAt,
  type DoseMeasure,
  doseMeasureUnits,
  type GroupAgeBand,
  instantToIso,
  type WorkbookCell,
  type WorkbookTools,
  workbookOf,
  workbookType,
} from '@center/contract';
import { StationDoseExportQuery } from '@center/contract/station-api';
import { examClassById } from '@center/register';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exclusionOf, levelOfGroup } from '../../core/index.ts';
import type { ExamExported } from '../ledger/index.ts';
import { personOf } from './access.ts';
import { csvText } from './csv.ts';
import type { StationDeps } from './deps.ts';
import { deviceNames, monthsOf } from './dose-groups.ts';
import type { TypedApp } from './typed-app.ts';

/** An office program opens no more with comfort; what was left out is said in the file. */
const mostRows = { csv: 200_000, xlsx: 50_000 } as const;
const zipTools: WorkbookTools = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  crc32,
  deflateRaw: (bytes) => deflateRawSync(bytes),
};
type Format = keyof typeof mostRows;
type Language = 'zh' | 'en';

const heads = {
  zh: [
    '检查日期',
    '检查号',
    '检查UID',
    '设备',
    '设备类型',
    '检查类别',
    '年龄段',
    '剂量指标',
    '数值',
    '单位',
    '来源',
    '体模',
    '期相数',
    '未参与比较的原因',
    '参考水平P25',
    '参考水平P50',
    '参考水平P75',
    '参考水平来源',
    '参考水平已核对',
  ],
  en: [
    'study date',
    'accession number',
    'study uid',
    'device',
    'modality',
    'exam class',
    'age band',
    'measure',
    'value',
    'unit',
    'source',
    'phantom',
    'phases',
    'not compared because',
    'level p25',
    'level p50',
    'level p75',
    'level source',
    'level verified',
  ],
} as const;
const words = {
  zh: {
    exported: '导出时间',
    by: '导出人',
    filter: '筛选',
    ruleSet: '规则集',
    cut: '行数超过上限，以下未导出的行数',
    none: '（未归类）',
    yes: '是',
    no: '否',
    phantom: '体模未知或不同',
    phases: '多期或期相未知',
    data: '检查',
    about: '说明',
  },
  en: {
    exported: 'exported',
    by: 'by',
    filter: 'filter',
    ruleSet: 'rule set',
    cut: 'more rows than are exported; left out',
    none: '(no class)',
    yes: 'yes',
    no: 'no',
    phantom: 'phantom unknown or another',
    phases: 'several phases, or not told',
    data: 'exams',
    about: 'about',
  },
} as const;

function line(
  exam: ExamExported,
  language: Language,
  names: ReadonlyMap<string, string>,
  accession: string,
): readonly WorkbookCell[] {
  const said = words[language];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the ledger wrote both from the contract's lists
  const [ageBand, measure] = [exam.ageBand as GroupAgeBand, exam.measure as DoseMeasure];
  const level = levelOfGroup(exam.examClass, ageBand, measure);
  const excluded = exclusionOf(measure, exam, level);
  return [
    exam.date,
    accession,
    exam.study,
    names.get(exam.deviceId) ?? exam.deviceId,
    exam.Modality,
    examClassById(exam.examClass)?.name[language] ?? said.none,
    exam.ageBand,
    exam.measure,
    exam.value,
    doseMeasureUnits[measure],
    exam.source,
    exam.phantom,
    exam.phases,
    excluded === undefined ? null : said[excluded],
    level?.p25 ?? null,
    level?.p50 ?? null,
    level?.p75 ?? null,
    level?.source ?? null,
    level === undefined ? null : level.verified ? said.yes : said.no,
  ];
}

interface Table {
  readonly rows: readonly (readonly WorkbookCell[])[];
  readonly about: readonly (readonly WorkbookCell[])[];
}

function table(deps: StationDeps, query: StationDoseExportQuery, who: string, format: Format): Table {
  const { ledger, now } = deps;
  const { lang = 'zh', device, examClass, ageBand, measure, from, to } = query;
  const names = deviceNames(deps);
  const judged = from === undefined && to === undefined;
  // Every device has its own judged months; without months asked for, each exam is held against those of its device.
  const periods = new Map<string, { readonly from: string; readonly to: string }>();
  const inPeriod = ({ deviceId, date }: ExamExported): boolean => {
    if (!judged) return true;
    const months = periods.get(deviceId) ?? monthsOf(deps, deviceId, {});
    periods.set(deviceId, months);
    return date.slice(0, 7) >= months.from && date.slice(0, 7) <= months.to;
  };
  const rows: (readonly WorkbookCell[])[] = [[...heads[lang]]];
  let leftOut = 0;
  const accessions = new Map<string, string>();
  const filter = {
    ...(device === undefined ? {} : { deviceId: device }),
    ...(examClass === undefined ? {} : { examClass }),
    ...(ageBand === undefined ? {} : { ageBand }),
    ...(measure === undefined ? {} : { measure }),
    ...(judged ? { from: '0000-01', to: '9999-12' } : monthsOf(deps, device ?? '', query)),
  };
  for (const exam of ledger.exams.exported(filter)) {
    if (!inPeriod(exam)) continue;
    if (rows.length > mostRows[format]) {
      leftOut += 1;
      continue;
    }
    const accession = accessions.get(exam.study) ?? ledger.studies.get(exam.study)?.accession ?? '';
    accessions.set(exam.study, accession);
    rows.push(line(exam, lang, names, accession));
  }
  const said = words[lang];
  const ruleSet = ledger.ruleSets.current();
  return {
    rows,
    about: [
      [said.exported, instantToIso(now())],
      [said.by, who],
      [said.filter, new URLSearchParams(query).toString()],
      [said.ruleSet, ruleSet?.manifest.version ?? '', ruleSet?.sha256 ?? ''],
      ...(leftOut === 0 ? [] : [[said.cut, leftOut]]),
    ],
  };
}

export function doseExportRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  const answer = (
    format: Format,
    request: FastifyRequest<{ Querystring: StationDoseExportQuery }>,
    reply: FastifyReply,
  ) => {
    const { login } = personOf(request);
    const { rows, about } = table(deps, request.query, login, format);
    const told = words[request.query.lang ?? 'zh'];
    ledger.audit.write('dose-exported', `${String(rows.length - 1)} rows`, JSON.stringify(request.query), login, now());
    reply.header('content-disposition', `attachment; filename="dose-${calendarDateAt(now())}.${format}"`);
    return format === 'csv'
      ? reply.type('text/csv; charset=utf-8').send(csvText([...rows, [], ...about]))
      : reply.type(workbookType).send(
          workbookOf(
            [
              { name: told.data, rows },
              { name: told.about, rows: about },
            ],
            zipTools,
          ),
        );
  };
  const schema = { querystring: StationDoseExportQuery };
  app.get('/api/dose/export.csv', { schema }, (request, reply) => answer('csv', request, reply));
  app.get('/api/dose/export.xlsx', { schema }, (request, reply) => answer('xlsx', request, reply));
}
