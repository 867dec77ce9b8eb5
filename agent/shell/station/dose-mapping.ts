import { instantToIso, mappingKeywords } from '@center/contract';
import {
  type StationMapping,
  StationMappingAdd,
  type StationMappingAdded,
  type StationMappingRow,
  StationMappingWithdraw,
  type StationUnmapped,
} from '@center/contract/station-api';
import { examClassById, shippedExamMapping } from '@center/register';
import { Type } from 'typebox';
import type { MappingRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { stationExamClasses } from './dose-groups.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const RowPath = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9-]{8,64}$' }) });
const mostUnmapped = 200;
/** What every exam is compared as is no matter of one person's convenience. */
const administrator = { access: 'administrator' } as const;

const notWithdrawn = { withdrawnBy: null, withdrawnAt: null, withdrawnReason: null } as const;

const shipped: readonly StationMappingRow[] = shippedExamMapping.map((row) => ({
  ...row,
  reason: null,
  enteredBy: null,
  enteredAt: null,
  ...notWithdrawn,
}));

function rowView(row: MappingRow): StationMappingRow {
  const { withdrawnBy = null, withdrawnAt, withdrawnReason = null, enteredAt, ...rest } = row;
  return {
    ...rest,
    origin: 'center',
    enteredAt: instantToIso(enteredAt),
    withdrawnBy,
    withdrawnAt: withdrawnAt === undefined ? null : instantToIso(withdrawnAt),
    withdrawnReason,
  };
}

const tellsSomething = /[\p{L}\p{N}]/u;

/**
 * Patterns as the reader takes them: blanks around alternatives do not count, and the wide bar of a Chinese keyboard is a bar. An alternative without a letter or a figure
 * (nothing, an asterisk in either width, a control character) would match everything.
 */
function patternOf(text: string): string {
  const parts = text
    .replaceAll('｜', '|')
    .split('|')
    .map((part) => part.trim());
  if (parts.some((part) => !tellsSomething.test(part))) throw new Refusal('request-invalid', ['pattern']);
  return parts.join('|');
}

/** The center's exam mapping: what decides as what an exam is compared. Every row is an entry of the ledger with its person and reason; none is ever edited. */
export function mappingRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  app.get(
    '/api/dose/mapping',
    (): StationMapping => ({
      asOf: instantToIso(now()),
      classes: [...stationExamClasses],
      rows: [...ledger.mapping.list().map(rowView), ...shipped],
    }),
  );
  app.post(
    '/api/dose/mapping',
    { config: administrator, schema: { body: StationMappingAdd } },
    (request): StationMappingAdded => {
      const { examClass, reason, pattern, ...row } = request.body;
      if (examClass !== '' && examClassById(examClass) === undefined)
        throw new Refusal('request-invalid', ['examClass']);
      const entered = { ...row, pattern: patternOf(pattern), examClass, reason: reason.trim() };
      const judgedAnew = ledger.mapping.add(entered, personOf(request).login, now());
      deps.changed();
      return { id: row.id, judgedAnew };
    },
  );
  app.post(
    '/api/dose/mapping/:id/withdraw',
    { config: administrator, schema: { params: RowPath, body: StationMappingWithdraw } },
    (request): StationMappingAdded => {
      const { id } = request.params;
      const judgedAnew = ledger.mapping.withdraw(id, request.body.reason.trim(), personOf(request).login, now());
      deps.changed();
      return { id, judgedAnew };
    },
  );
  app.get('/api/dose/unmapped', (): StationUnmapped => {
    return {
      asOf: instantToIso(now()),
      ...ledger.exams.unmappedTotals(),
      rows: ledger.exams.unmapped(mostUnmapped).flatMap(({ keyword, ...row }) => {
        const named = mappingKeywords.find((each) => each === keyword);
        return named === undefined ? [] : [{ keyword: named, ...row }];
      }),
    };
  });
}
