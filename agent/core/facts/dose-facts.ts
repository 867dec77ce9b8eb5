import type { DoseFacts, DoseReport, DoseValue, Tri } from '@center/contract';
import { doseDepartures } from './dose-departures.ts';
import { doseTellings, tellingImages } from './dose-telling.ts';
import { countedEvents, doseUnits } from './dose-unit.ts';
import { ordered } from './event-union.ts';
import { examDose } from './exam-dose.ts';
import { frameItems, numberIn } from './functional-groups.ts';
import { modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { exposureOf } from './technique.ts';

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
  const items = frameItems(header);
  return numberIn(items, 'KVP') !== undefined && exposureOf(items) !== undefined;
}

/** A zero, or less, is a field that nobody filled. */
function isFilled(value: DoseValue | undefined): boolean {
  return value !== undefined && (value.kind !== 'quantity' || value.quantity.value > 0);
}

function administered(objects: readonly ObservedObject[], all: readonly DoseReport[]): Tri {
  const nuclear = objects.filter((object) => ['NM', 'PT'].includes(modalityOf(object)));
  if (nuclear.length === 0) return 'unknown';
  const given = all.some(({ events, totals }) =>
    [...events, ...totals].some(({ values }) => isFilled(values.AdministeredActivity)),
  );
  return given ? 'yes' : 'no';
}

/** Dose as everything in a study tells it, each exposure once. `acquired` are its acquired images, `all` every readable object. */
export function doseFacts(all: readonly ObservedObject[], acquired: readonly ObservedObject[]): DoseFacts {
  const tellings = doseTellings(all, acquired);
  const images = tellingImages(all, acquired);
  const reports = tellings.filter(({ source }) => source !== 'header').map(({ report }) => report);
  const header = tellings.filter(({ source }) => source === 'header').map(({ report }) => report);
  const units = doseUnits(tellings);
  return {
    reports,
    header,
    techniqueFactors: images.some(hasTechnique),
    headerDosePresent: header.some((report) =>
      [...report.events, ...report.totals].some(({ values }) =>
        Object.entries(values).some(
          ([name, value]) => /dose|CTDI|DLP|AreaProduct|Glandular/i.test(name) && isFilled(value),
        ),
      ),
    ),
    administeredActivity: administered(acquired, [...reports, ...header]),
    unitUnknown: unknownUnits([...reports, ...header]),
    events: ordered(units.flatMap((unit) => countedEvents(unit))),
    exam: examDose(units),
    departures: doseDepartures(all, images, header),
  };
}
