import type { DoseEvent, DoseFacts, DoseReport, DoseValue, Tri } from '@center/contract';
import { numberOf } from './header.ts';
import { isReport, modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** Events that take no diagnostic picture: localiser (constant angle) and bolus tracking (stationary). */
const notDiagnostic = new Set(['ConstantAngleAcquisition', 'StationaryAcquisition']);

function amount(value: DoseValue | undefined): number | undefined {
  return value?.kind === 'quantity' ? value.quantity.value : undefined;
}

/** Cumulative, continued and partly overlapping reports merge to the union of their events, keyed by Irradiation Event UID; an event without one counts once a report. */
function unionOfEvents(reports: readonly DoseReport[]): readonly DoseEvent[] {
  const byUid = new Map<string, DoseEvent>();
  const anonymous: DoseEvent[] = [];
  for (const event of reports.flatMap(({ events }) => events)) {
    if (event.IrradiationEventUID === undefined) anonymous.push(event);
    else if (!byUid.has(event.IrradiationEventUID)) byUid.set(event.IrradiationEventUID, event);
  }
  return [...byUid.values(), ...anonymous];
}

function unknownUnits(reports: readonly DoseReport[]): readonly string[] {
  const names = reports.flatMap(({ events, totals }) =>
    [...events, ...totals].flatMap(({ values }) =>
      Object.entries(values)
        .filter(([, value]) => value.kind === 'unit-unknown')
        .map(([name]) => name),
    ),
  );
  return [...new Set(names)].toSorted();
}

/** kV and a product of current and time stand in the header (technique factors). */
function hasTechnique({ header }: ObservedObject): boolean {
  const mAs = numberOf(header, 'Exposure') ?? numberOf(header, 'ExposureInuAs') ?? numberOf(header, 'ExposureInmAs');
  const current =
    numberOf(header, 'XRayTubeCurrent') ??
    numberOf(header, 'XRayTubeCurrentInuA') ??
    numberOf(header, 'XRayTubeCurrentInmA');
  const time =
    numberOf(header, 'ExposureTime') ?? numberOf(header, 'ExposureTimeInuS') ?? numberOf(header, 'ExposureTimeInms');
  return numberOf(header, 'KVP') !== undefined && (mAs !== undefined || (current !== undefined && time !== undefined));
}

function administered(objects: readonly ObservedObject[], all: readonly DoseReport[]): Tri {
  const nuclear = objects.filter((object) => ['NM', 'PT'].includes(modalityOf(object)));
  if (nuclear.length === 0) return 'unknown';
  const given = all.some(({ events, totals }) =>
    [...events, ...totals].some(({ values }) => values.AdministeredActivity !== undefined),
  );
  return given ? 'yes' : 'no';
}

/** One pseudo-report a series is enough to know that, and roughly what, the headers say. */
function onePerSeries(objects: readonly ObservedObject[]): readonly DoseReport[] {
  const bySeries = new Map<string, DoseReport>();
  for (const { SeriesInstanceUID, dose } of objects)
    if (dose !== undefined && !bySeries.has(SeriesInstanceUID)) bySeries.set(SeriesInstanceUID, dose);
  return [...bySeries.values()];
}

/** Dose as reports and headers of a study tell it. `acquired` are its acquired images, `all` every readable object. */
export function doseFacts(all: readonly ObservedObject[], acquired: readonly ObservedObject[]): DoseFacts {
  const reports = all.filter(isReport).flatMap(({ dose }) => (dose === undefined ? [] : [dose]));
  const header = onePerSeries(acquired.filter((object) => !isReport(object)));
  const events = unionOfEvents(reports);
  const diagnostic = events.filter(({ type }) => type === undefined || !notDiagnostic.has(type));
  const ctdi = (diagnostic.length > 0 ? diagnostic : header.flatMap((report) => report.events))
    .map(({ values }) => amount(values.MeanCTDIvol) ?? amount(values.CTDIvol))
    .filter((value) => value !== undefined);
  const dlp = events.map(({ values }) => amount(values.DLP)).filter((value) => value !== undefined);
  return {
    reports,
    header,
    techniqueFactors: acquired.some(hasTechnique),
    headerDosePresent: header.some((report) =>
      [...report.events, ...report.totals].some(({ values }) =>
        Object.keys(values).some((name) => /dose|CTDI|DLP|AreaProduct|Glandular|EntranceDose/i.test(name)),
      ),
    ),
    administeredActivity: administered(acquired, [...reports, ...header]),
    ...(ctdi.length === 0 ? {} : { maxMeanCTDIvolMGy: Math.max(...ctdi) }),
    ...(dlp.length === 0 ? {} : { totalDlpMGyCm: dlp.reduce((sum, value) => sum + value, 0) }),
    unitUnknown: unknownUnits([...reports, ...header]),
    events: events.map((event) => ({ ...event, source: 'rdsr' as const })),
    exam: { amounts: {} },
    departures: [],
  };
}
