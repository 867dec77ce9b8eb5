import { displayState, instant, instantToIso, type Judgement, worstFirst } from '@center/contract';
import {
  type StationJudgement,
  type StationStudies,
  StationStudiesQuery,
  type StationStudy,
  type StationStudyDose,
} from '@center/contract/station-api';
import { Type } from 'typebox';
import { studyFactsOf } from '../intake/index.ts';
import type { SealedVerdict, StudyRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { driftView } from './drift-view.ts';
import { displayOf, noteOf, reasonOf } from './finding-view.ts';
import { headerEvidence } from './header-evidence.ts';
import { ruleWords } from './law.ts';
import { noteLook } from './looks.ts';
import { Refusal } from './problems.ts';
import { recordView } from './record-view.ts';
import { studyDoseView } from './study-dose.ts';
import { observedView, type StudyViews } from './study-view.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const StudyPath = Type.Object({ uid: Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$' }) });

function judgementView(
  judgement: Judgement,
  findings: ReadonlyMap<string, { id: string; state: StationJudgement['findingState'] }>,
): StationJudgement {
  const { verdict } = judgement;
  const finding = findings.get(judgement.ruleId);
  return {
    ruleId: judgement.ruleId,
    title: ruleWords(judgement.ruleId).title,
    clause: judgement.clause,
    severity: judgement.severity,
    display: displayOf(verdict, judgement.informational),
    reason: reasonOf(verdict),
    note: noteOf(verdict),
    observed: (verdict.kind === 'notApplicable' ? [verdict.because] : verdict.observed).map(observedView),
    missing: verdict.kind === 'indeterminate' ? [...verdict.missing] : [],
    heldBy: judgement.heldBy ?? null,
    judgedAt: instantToIso(judgement.judgedAt),
    findingId: finding?.id ?? null,
    findingState: finding?.state ?? null,
  };
}

/** A verdict whose observations were taken away with the headers: what it was, and when that was done. */
function sealedView(
  verdict: SealedVerdict,
  { sealedAt }: StudyRow,
  findings: ReadonlyMap<string, { id: string; state: StationJudgement['findingState'] }>,
): StationJudgement {
  const { rule_id: ruleId, reason, basis, kind, informational } = verdict;
  const finding = findings.get(ruleId);
  return {
    ruleId,
    title: ruleWords(ruleId).title,
    clause: verdict.clause,
    severity: verdict.severity,
    display: displayState({
      kind,
      ...(reason === 'due-soon' ? { dueSoon: true } : { reason: reason ?? undefined }),
      basis: basis ?? undefined,
      informational: informational === 1,
    }),
    reason: reason === 'due-soon' ? null : reason,
    note: null,
    observed: [],
    missing: [],
    heldBy: null,
    judgedAt: instantToIso(sealedAt ?? instant(0)),
    findingId: finding?.id ?? null,
    findingState: finding?.state ?? null,
  };
}

export function studyRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  const { ledger, now } = deps;
  const looks = new Map<string, number>();
  app.get('/api/studies', { schema: { querystring: StationStudiesQuery } }, (request): StationStudies => {
    const { from, to, text } = request.query;
    const { page, pageSize, limit, offset } = sliceOf(request.query);
    const { total, rows } = ledger.studies.search({
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(text === undefined ? {} : { text: text.trim() }),
      limit,
      offset,
    });
    return { asOf: instantToIso(now()), total, page, pageSize, rows: rows.map(views.row) };
  });
  app.get('/api/studies/:uid', { schema: { params: StudyPath } }, (request): StationStudy => {
    const { uid } = request.params;
    const study = ledger.studies.get(uid);
    if (study === undefined) throw new Refusal('not-found');
    noteLook(looks, deps, 'study-read', uid, personOf(request).login);
    const findings = new Map(
      ledger.findings.bySubject('study', uid).map(({ ruleId, id, state }) => [String(ruleId), { id, state }]),
    );
    return {
      asOf: instantToIso(now()),
      study: views.row(study),
      judgements: [
        ...ledger.judgements.ofStudy(uid).map((judgement) => judgementView(judgement, findings)),
        ...ledger.sealing.verdicts(uid).map((verdict) => sealedView(verdict, study, findings)),
      ].toSorted((a, b) => worstFirst.indexOf(a.display) - worstFirst.indexOf(b.display)),
      headers: headerEvidence(ledger.objects.ofStudy(uid)),
      drift: driftView(ledger.objects.driftOf(uid).objects),
      records: ledger.records.ofStudy(uid, study.accession).map((row) => recordView(row, deps, views)),
    };
  });
  app.get('/api/studies/:uid/dose', { schema: { params: StudyPath } }, (request): StationStudyDose => {
    const { uid } = request.params;
    const study = ledger.studies.get(uid);
    // What the doses were is in the groups and in the findings; the report itself is not here any more.
    if (study === undefined || study.sealedAt !== undefined) throw new Refusal('not-found');
    noteLook(looks, deps, 'study-read', uid, personOf(request).login);
    const at = now();
    const onFault = (what: string, fault: unknown): void =>
      deps.log.error({ what, err: fault }, 'facts of a study cannot be made');
    return {
      asOf: instantToIso(at),
      ...studyDoseView(studyFactsOf({ ledger, facility: deps.facility, onFault }, uid, at)),
    };
  });
}
