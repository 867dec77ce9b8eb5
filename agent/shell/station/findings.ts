import { calendarDateAt, type Finding, instantToIso } from '@center/contract';
import {
  StationDecide,
  type StationFinding,
  type StationFindings,
  StationFindingsQuery,
} from '@center/contract/station-api';
import { Type } from 'typebox';
import { ruleCatalogue } from '../../core/index.ts';
import { personOf } from './access.ts';
import { findingsCsv } from './csv.ts';
import { agreeOn, decideOn, isDecidable } from './decide.ts';
import type { StationDeps } from './deps.ts';
import { decisionView, findingRow, isLive, reasonOf, revisionView } from './finding-view.ts';
import { headerEvidence } from './header-evidence.ts';
import { lawOf, parametersOf, ruleWords } from './law.ts';
import { noteLook } from './looks.ts';
import { Refusal } from './problems.ts';
import { observedView, type StudyViews } from './study-view.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const FindingPath = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
const csvRows = 20_000;

/** The findings that a query asks for. `live` and `text` are no columns of the ledger: both are gathered from several look-ups, each of them bounded. */
function search(
  { ledger }: StationDeps,
  query: StationFindingsQuery,
  limit: number,
  offset: number,
): { total: number; rows: Finding[] } {
  const { state, severity, rule, text } = query;
  const common = {
    ...(severity === undefined ? {} : { severity }),
    ...(rule === undefined ? {} : { ruleId: rule }),
  };
  if (text !== undefined && text.trim() !== '') {
    const studies = ledger.studies.search({ text: text.trim(), limit: 200, offset: 0 }).rows;
    const rows = studies
      .flatMap(({ StudyInstanceUID }) => ledger.findings.bySubject('study', StudyInstanceUID))
      .filter((finding) => state === undefined || (state === 'live' ? isLive(finding.state) : finding.state === state))
      .filter((finding) => severity === undefined || finding.severity === severity)
      .filter((finding) => rule === undefined || finding.ruleId === rule);
    return { total: rows.length, rows: rows.slice(offset, offset + limit) };
  }
  if (state !== 'live')
    return ledger.findings.list({ ...common, ...(state === undefined ? {} : { state }), limit, offset });
  // Open ones first, then the confirmed: two stored states that a person reads as one.
  const open = ledger.findings.list({ ...common, state: 'open', limit, offset });
  const rest = Math.max(0, limit - open.rows.length);
  const confirmed = ledger.findings.list({
    ...common,
    state: 'confirmed',
    limit: rest,
    offset: Math.max(0, offset - open.total),
  });
  return { total: open.total + confirmed.total, rows: [...open.rows, ...confirmed.rows] };
}

function detail(deps: StationDeps, views: StudyViews, finding: Finding): StationFinding {
  const { ledger, now } = deps;
  const { verdict, subject } = finding;
  const words = ruleWords(finding.ruleId);
  const ofStudy = subject.kind === 'study';
  const canDecide = isDecidable(subject, finding.ruleId);
  const review = canDecide ? ledger.reviews.get(subject.key, finding.ruleId) : undefined;
  const openedOn = calendarDateAt(finding.openedAt);
  const entry = ledger.ruleSets.inForce(openedOn).manifest.rules.find(({ id }) => id === finding.ruleId);
  const awaits = reasonOf(verdict) === 'awaiting-review';
  return {
    asOf: instantToIso(now()),
    finding: findingRow(finding, views),
    law: lawOf(finding.clause),
    rule: {
      version: finding.ruleVersion,
      whatToDo: words.whatToDo,
      cannotTell: words.cannotTell,
      fourEyes: words.fourEyes,
      parameters: parametersOf(entry),
    },
    limit: verdict.kind === 'deviates' && verdict.limit !== undefined ? verdict.limit.toJSON() : null,
    observed: finding.evidence.map(observedView),
    missing: verdict.kind === 'indeterminate' ? [...verdict.missing] : [],
    ruleSetSha256: finding.ruleSetSha256,
    factSha256: finding.factSha256,
    headers: ofStudy ? headerEvidence(ledger.objects.ofStudy(subject.key)) : [],
    history: ledger.findings.revisions(finding.id).map(revisionView),
    decision: review === undefined ? null : decisionView(review, awaits),
    decidable: canDecide && finding.state !== 'closed',
    openedOn,
  };
}

/** A finding that people decide on here: of a study, a group of exams or the archive. */
function decidable({ ledger }: StationDeps, id: string): Finding {
  const finding = ledger.findings.get(id);
  if (finding === undefined) throw new Refusal('not-found');
  if (!isDecidable(finding.subject, finding.ruleId)) throw new Refusal('not-decidable');
  return finding;
}

export function findingRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  const { ledger, now } = deps;
  const looks = new Map<string, number>();
  const found = (id: string): Finding => {
    const finding = ledger.findings.get(id);
    if (finding === undefined) throw new Refusal('not-found');
    return finding;
  };
  app.get('/api/findings', { schema: { querystring: StationFindingsQuery } }, (request): StationFindings => {
    const { page, pageSize, limit, offset } = sliceOf(request.query);
    const { total, rows } = search(deps, request.query, limit, offset);
    return {
      asOf: instantToIso(now()),
      total,
      page,
      pageSize,
      rows: rows.map((finding) => findingRow(finding, views)),
      rules: ruleCatalogue.map(({ id, title }) => ({ ruleId: id, title })),
    };
  });
  app.get('/api/findings.csv', { schema: { querystring: StationFindingsQuery } }, (request, reply) => {
    const person = personOf(request);
    const { rows } = search(deps, request.query, csvRows, 0);
    const at = now();
    ledger.audit.write(
      'findings-exported',
      `${String(rows.length)} rows`,
      JSON.stringify(request.query),
      person.login,
      at,
    );
    const footer = {
      at,
      who: person.login,
      filter: new URLSearchParams(request.query).toString(),
      ruleSet: ledger.ruleSets.current(),
    };
    return reply
      .header('content-disposition', `attachment; filename="findings-${calendarDateAt(at)}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(
        findingsCsv(
          rows.map((finding) => findingRow(finding, views)),
          request.query.lang ?? 'zh',
          footer,
        ),
      );
  });
  app.get('/api/findings/:id', { schema: { params: FindingPath } }, (request): StationFinding => {
    const finding = found(request.params.id);
    noteLook(looks, deps, 'finding-read', finding.id, personOf(request).login);
    return detail(deps, views, finding);
  });
  app.post(
    '/api/findings/:id/decision',
    { schema: { params: FindingPath, body: StationDecide } },
    (request): StationFinding => {
      const { subject, ruleId } = decidable(deps, request.params.id);
      decideOn(deps, subject, ruleId, request.body, personOf(request).login);
      return detail(deps, views, found(request.params.id));
    },
  );
  app.post('/api/findings/:id/second', { schema: { params: FindingPath } }, (request): StationFinding => {
    const { subject, ruleId } = decidable(deps, request.params.id);
    agreeOn(deps, subject, ruleId, personOf(request).login);
    return detail(deps, views, found(request.params.id));
  });
}
