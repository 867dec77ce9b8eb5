import {
  addMonths,
  calendarDateAt,
  type ForecastFigures,
  type Instant,
  instantToIso,
  type RetrievalFigures,
} from '@center/contract';
import {
  type ArchiveList,
  archiveLists,
  askingKinds,
  type StationArchive,
  type StationBackfill,
  StationExplain,
  type StationGate,
  type StationKeptStudies,
  StationKeptStudiesQuery,
  type StationKeptStudy,
} from '@center/contract/station-api';
import { doubtOf, type KeptStudy, keepUntilOf, proofOf, stateOnOf } from '../../core/index.ts';
import { archiveHoldings, archiveYears } from '../archive/index.ts';
import type { BackfillProgress } from '../backfill/index.ts';
import type { CourtesyState } from '../courtesy/index.ts';
import { personOf } from './access.ts';
import { explain, explanationOf, waitingExplanation } from './archive-explanations.ts';
import { retrievalLimits, slowStudies } from './archive-limits.ts';
import type { StationDeps } from './deps.ts';
import { noteLook } from './looks.ts';
import { Refusal } from './problems.ts';
import type { StudyViews } from './study-view.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const iso = (at: Instant | undefined): string | null => (at === undefined ? null : instantToIso(at));

export function gateView(state: CourtesyState): StationGate {
  const { latencyMs, baselineMs, stoppedUntil, waiting, offHoursShare: _, ...rest } = state;
  return {
    ...rest,
    waiting: { probe: waiting.probe, live: waiting.live, audit: waiting.audit, backfill: waiting.backfill },
    stoppedUntil: iso(stoppedUntil),
    latencyMs: latencyMs ?? null,
    baselineMs: baselineMs ?? null,
  };
}

function backfillView({ next, left, waitsFor, timeLeftMs, ...rest }: BackfillProgress): StationBackfill {
  return {
    channel: rest.channel,
    pacs: rest.pacs,
    phase: rest.phase,
    windowsDone: rest.windowsDone,
    windowsTotal: rest.windowsTotal,
    studies: rest.studies,
    next: next === undefined ? null : { window: next === 'undated' ? null : { from: next.from, to: next.to } },
    left: left.length,
    waitsFor: waitsFor ?? null,
    timeLeftMs: timeLeftMs ?? null,
  };
}

function yearViews(deps: StationDeps): StationArchive['years'] {
  const { ledger, now, facility } = deps;
  const today = calendarDateAt(now(), facility.zoneOffsetMinutes);
  const proven = new Map<number, Instant>();
  for (const { at, clock, delivered } of ledger.archive.retrievals(addMonths(today, -12))) {
    const year = Number(clock.slice(0, 4));
    if (delivered && at > (proven.get(year) ?? 0)) proven.set(year, at);
  }
  return archiveYears(ledger, today).map(({ figures, owed, firstSeenOn, silentSince }) => ({
    ...figures,
    levels: [...figures.levels],
    firstSeenOn,
    owed,
    silentSince: iso(silentSince),
    lastProvenAt: iso(proven.get(figures.year)),
  }));
}

function totalOf(deps: StationDeps, list: ArchiveList): number {
  return list === 'slow' ? slowStudies(deps).length : deps.ledger.archive.list(list, 1, 0).total;
}

/** Some of the asking of the archive has left a trace: a list, a look that measured nothing, a retrieve, a reading. */
function wasAsked({ ledger: { archive } }: StationDeps): boolean {
  return (
    archive.misses().size > 0 ||
    archive.backfill().lastAt !== undefined ||
    archive.yearLooks().some(({ lastListedAt }) => lastListedAt !== undefined) ||
    archive.settings().length > 0
  );
}

function waitingExplanations({ ledger }: StationDeps): number {
  return ledger.records
    .list({ waiting: true, limit: 5000, offset: 0 })
    .rows.filter(({ kind }) => kind === 'archive-explanation').length;
}

function archiveView(deps: StationDeps): StationArchive {
  const { ledger, now, facility } = deps;
  const { archive } = ledger;
  const at = now();
  const asOf = instantToIso(at);
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const holdings = archiveHoldings(ledger, today);
  const read = archive.backfill();
  const gates = deps.archive?.gates() ?? [];
  return {
    asOf,
    known: archive.count(),
    asked: wasAsked(deps),
    asksAny: gates.length > 0 || [...(deps.archive?.cards().values() ?? [])].some(({ card }) => card.proves.length > 0),
    lastAt: iso(archive.lastAt()),
    years: yearViews(deps),
    lists: archiveLists.map((list) => ({ list, total: totalOf(deps, list) })),
    explanationsWaiting: waitingExplanations(deps),
    misses: askingKinds.flatMap((kind) => {
      const miss = archive.missed(kind);
      if (miss === undefined) return [];
      const { since, channel, why, detail } = miss;
      return [{ kind, at: instantToIso(miss.at), since: instantToIso(since), channel, why, detail: detail ?? null }];
    }),
    retrieval: holdings.retrieval.map((row: RetrievalFigures) => ({ ...row })),
    limits: { ...retrievalLimits(deps) },
    online: { ...holdings.online },
    forecast: forecastView(holdings.forecast, asOf),
    recycling:
      holdings.settings === undefined ? null : { on: holdings.settings.on, recycling: holdings.settings.recycling },
    expiry: archive.expiry(),
    gates: gates.map(gateView),
    backfills: (deps.archive?.backfills() ?? []).map(backfillView),
    read: {
      windows: read.windows.map(({ from, to }) => ({ from, to })),
      undated: read.undated,
      studies: read.studies,
      lastAt: iso(read.lastAt),
    },
  };
}

/** Without a limit and without growth there is nothing to forecast: that is said, and no empty forecast shown. */
function forecastView(figures: ForecastFigures, asOf: string): StationArchive['forecast'] {
  const { growth, full, threeYears, tenYears, ...rest } = figures;
  return {
    ...rest,
    growth: growth === null ? null : { ...growth },
    full: { ...full },
    threeYears: { ...threeYears },
    tenYears: { ...tenYears },
    asOf,
  };
}

function keptView(deps: StationDeps, views: StudyViews, study: KeptStudy): StationKeptStudy {
  const uid = study.StudyInstanceUID;
  const zone = deps.facility.zoneOffsetMinutes;
  const doubt = doubtOf(study);
  const proof = proofOf(study);
  const { found, retrieved, explained, expires } = study;
  const waiting = waitingExplanation(deps, uid);
  const word = waiting === undefined ? undefined : explanationOf(waiting);
  return {
    StudyInstanceUID: uid,
    study: views.rowByUid(uid) ?? null,
    date: study.date ?? null,
    firstSeenOn: study.firstSeenOn,
    keepUntil: keepUntilOf(study),
    modalities: [...study.modalities],
    objects: study.objects,
    mostObjects: study.mostObjects,
    found: found === undefined ? null : { objects: found.objects, at: instantToIso(found.at) },
    state: study.state,
    stateOn: stateOnOf(study),
    doubt:
      doubt === undefined
        ? null
        : { times: doubt.times, first: calendarDateAt(doubt.firstAt, zone), last: calendarDateAt(doubt.lastAt, zone) },
    proof: proof === undefined ? null : { level: proof.level, at: instantToIso(proof.at) },
    delivery:
      retrieved === undefined
        ? null
        : {
            at: instantToIso(retrieved.at),
            whole: retrieved.whole,
            delivered: retrieved.delivered,
            recall: retrieved.recall,
            firstImageMs: retrieved.firstImageMs ?? null,
            wholeMs: retrieved.wholeMs ?? null,
            bytes: retrieved.bytes,
            absent: retrieved.absent,
            incomplete: retrieved.incomplete,
            short: retrieved.short,
          },
    content: study.content.map(({ note, objects, at }) => ({ note, objects, at: instantToIso(at) })),
    expiresOn: expires?.on ?? null,
    candidateUID: study.candidate?.otherUID ?? null,
    explanation:
      explained === undefined || explained.reason === 'withdrawn'
        ? null
        : {
            reason: explained.reason,
            otherUID: explained.otherUID ?? null,
            note: explained.note ?? null,
            who: explained.who,
            at: instantToIso(explained.at),
          },
    waiting:
      waiting === undefined || word === undefined
        ? null
        : {
            recordId: waiting.recordId,
            reason: word.reason,
            otherUID: word.otherUID ?? null,
            note: word.note,
            enteredBy: waiting.enteredBy,
            enteredAt: instantToIso(waiting.enteredAt),
          },
  };
}

/** What the archive of the center keeps: its years, who is asked and how, studies that a person should look at, and where missing ones went. */
export function archiveRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  const { ledger, now } = deps;
  const looks = new Map<string, number>();
  app.get('/api/archive', (): StationArchive => archiveView(deps));
  app.get(
    '/api/archive/studies',
    { schema: { querystring: StationKeptStudiesQuery } },
    (request): StationKeptStudies => {
      const { list } = request.query;
      const { page, pageSize, limit, offset } = sliceOf(request.query);
      noteLook(looks, deps, 'archive-list-read', list, personOf(request).login);
      const slow = list === 'slow' ? slowStudies(deps) : [];
      const { total, rows } =
        list === 'slow'
          ? {
              total: slow.length,
              rows: slow.slice(offset, offset + limit).flatMap((uid) => ledger.archive.study(uid) ?? []),
            }
          : ledger.archive.list(list, limit, offset);
      return {
        asOf: instantToIso(now()),
        list,
        total,
        page,
        pageSize,
        rows: rows.map((study) => keptView(deps, views, study)),
      };
    },
  );
  app.post('/api/archive/explanations', { schema: { body: StationExplain } }, (request): StationKeptStudy => {
    explain(deps, request.body, personOf(request).login);
    const study = ledger.archive.study(request.body.StudyInstanceUID);
    if (study === undefined) throw new Refusal('not-found');
    return keptView(deps, views, study);
  });
}
