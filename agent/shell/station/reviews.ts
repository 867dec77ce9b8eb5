import { instantToIso, type Judgement } from '@center/contract';
import {
  StationReviewDecide,
  type StationReviewItem,
  StationReviewSecond,
  type StationReviews,
} from '@center/contract/station-api';
import type { RecordRow, ReviewRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import { agreeOn, decideOn } from './decide.ts';
import type { StationDeps } from './deps.ts';
import { decisionView, findingRow, needsSecond, noteOf, reasonOf } from './finding-view.ts';
import { ruleWords } from './law.ts';
import { recordView } from './record-view.ts';
import type { StudyViews } from './study-view.ts';
import type { TypedApp } from './typed-app.ts';

const shown = 100;
/** Most decisions and records that are looked through for what waits. */
const lookedThrough = 5000;

function judgementOf({ ledger }: StationDeps, study: string, ruleId: string): Judgement | undefined {
  return ledger.judgements.ofStudy(study).find((judgement) => judgement.ruleId === ruleId);
}

function awaits(judgement: Judgement | undefined): boolean {
  return judgement !== undefined && reasonOf(judgement.verdict) === 'awaiting-review';
}

function item(deps: StationDeps, views: StudyViews, study: string, ruleId: string): StationReviewItem[] {
  const row = views.rowByUid(study);
  if (row === undefined) return [];
  const words = ruleWords(ruleId);
  const judgement = judgementOf(deps, study, ruleId);
  const review = deps.ledger.reviews.get(study, ruleId);
  return [
    {
      study: row,
      ruleId,
      title: words.title,
      clause: judgement?.clause ?? words.clause,
      severity: judgement?.severity ?? words.severity,
      note: judgement === undefined ? null : noteOf(judgement.verdict),
      findingId: deps.ledger.findings.find('study', study, ruleId)?.id ?? null,
      decision: review === undefined ? null : decisionView(review, awaits(judgement)),
      fourEyes: words.fourEyes,
    },
  ];
}

/** Decisions that change nothing until a second person agrees. */
function waitingSecond(deps: StationDeps): ReviewRow[] {
  return deps.ledger.reviews
    .waiting(lookedThrough, 0)
    .rows.filter((review) => needsSecond(review, awaits(judgementOf(deps, review.study, review.ruleId))));
}

/** A late answer about a consent is the record's matter: the record waits in its own list, not among the suspects. */
function byRecord(ruleId: string, late: ReadonlySet<string>, study: string): boolean {
  return ruleId.startsWith('pregnancy-') && late.has(study);
}

interface WaitingRecords {
  readonly late: readonly RecordRow[];
  readonly inTime: readonly RecordRow[];
}

/** Records that no second person has looked at: 补录 apart from those entered in time, whose finding closes only when somebody accepts. */
function waitingRecords(deps: StationDeps, views: StudyViews): WaitingRecords {
  const { rows } = deps.ledger.records.list({ waiting: true, limit: lookedThrough, offset: 0 });
  const late: RecordRow[] = [];
  const inTime: RecordRow[] = [];
  for (const row of rows) {
    if (row.kind === 'imported') continue;
    const { entry } = recordView(row, deps, views);
    if (entry === 'late-unreviewed') late.push(row);
    else inTime.push(row);
  }
  return { late, inTime };
}

export interface Waiting {
  readonly awaiting: readonly { readonly study: string; readonly ruleId: string }[];
  readonly second: readonly ReviewRow[];
  readonly records: WaitingRecords;
}

/** What waits for a person, each matter in one list only: the numbers beside the lists are counted from the same rows. */
export function waitingFor(deps: StationDeps, views: StudyViews): Waiting {
  const records = waitingRecords(deps, views);
  const late = new Set(records.late.map((row) => recordView(row, deps, views).StudyInstanceUID ?? ''));
  const second = waitingSecond(deps);
  const decided = new Set(second.map(({ study, ruleId }) => `${study}\n${ruleId}`));
  const awaiting = deps.ledger.judgements
    .reviewQueue(lookedThrough, 0)
    .rows.filter(({ study, ruleId }) => !decided.has(`${study}\n${ruleId}`) && !byRecord(ruleId, late, study));
  return { awaiting, second, records };
}

function reviews(deps: StationDeps, views: StudyViews): StationReviews {
  const { ledger, now } = deps;
  const { awaiting, second, records } = waitingFor(deps, views);
  const deviations = ledger.findings.list({ state: 'open', kind: 'deviates', limit: shown, offset: 0 });
  return {
    asOf: instantToIso(now()),
    awaiting: {
      total: awaiting.length,
      rows: awaiting.slice(0, shown).flatMap(({ study, ruleId }) => item(deps, views, study, ruleId)),
    },
    deviations: { total: deviations.total, rows: deviations.rows.map((finding) => findingRow(finding, views)) },
    second: {
      total: second.length,
      rows: second.slice(0, shown).flatMap(({ study, ruleId }) => item(deps, views, study, ruleId)),
    },
    records: {
      total: records.late.length + records.inTime.length,
      late: records.late.length,
      rows: [...records.late, ...records.inTime].slice(0, shown).map((row) => recordView(row, deps, views)),
    },
  };
}

export function reviewRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  app.get('/api/reviews', (): StationReviews => reviews(deps, views));
  app.post('/api/reviews', { schema: { body: StationReviewDecide } }, (request): StationReviews => {
    const { study, ruleId, ...form } = request.body;
    decideOn(deps, { kind: 'study', key: study }, ruleId, form, personOf(request).login);
    return reviews(deps, views);
  });
  app.post('/api/reviews/second', { schema: { body: StationReviewSecond } }, (request): StationReviews => {
    agreeOn(deps, { kind: 'study', key: request.body.study }, request.body.ruleId, personOf(request).login);
    return reviews(deps, views);
  });
}
