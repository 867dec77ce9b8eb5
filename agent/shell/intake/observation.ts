import {
  parseCalendarDate,
  parseSeriesInstanceUID,
  parseSOPClassUID,
  parseSOPInstanceUID,
  parseStudyInstanceUID,
  performedStepClass,
} from '@center/contract';
import { type Header, itemsOf, type ObservedObject, textOf } from '../../core/index.ts';
import type { HeaderReading, ReadableHeader } from '../header/index.ts';
import { type SourceFile, sha256Hex } from '../ledger/index.ts';

/** One look at one object: by which channel, from where, and what the header reader made of it. */
export interface Observation {
  /** Name of the channel, `kind:number`. */
  readonly channel: string;
  /** Path, address or AE title; never leaves the center. */
  readonly source: string;
  readonly reading: HeaderReading;
  /** Set when only some objects of the study were asked for (one a series and every report), so that its counts are none of the study. */
  readonly sampled?: true;
  /** Set when the source is a file: unchanged it is not read again. */
  readonly file?: SourceFile;
}

/**
 * What became of an observation once it is durable.
 * - `stored`: the object was new. `changed`: it was known with other content. `unchanged`: it was known as it is.
 * - `unreadable`: kept as an object that could not be read. `ignored`: no object of a patient (not DICOM, a DICOMDIR).
 */
export type Outcome = 'stored' | 'changed' | 'unchanged' | 'unreadable' | 'ignored';

export type Understood =
  | { readonly kind: 'object'; readonly object: ObservedObject }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly detail?: string; readonly study?: string }
  | { readonly kind: 'ignored' };

/** Where an unreadable thing was, as a digest: the path itself may hold a name. */
export function locatorOf(source: string): string {
  return sha256Hex(source);
}

/** Turns a reading into an object of the ledger. An object without the identifiers that make it one is unreadable, naming what lacks. */
export function understand(reading: HeaderReading): Understood {
  switch (reading.kind) {
    case 'not-dicom':
      return { kind: 'ignored' };
    case 'unreadable': {
      const detail = reading.damage.map(({ code }) => code).join(', ');
      return { kind: 'unreadable', reason: reading.reason, ...(detail === '' ? {} : { detail }) };
    }
    case 'readable':
      return reading.object === 'directory' ? { kind: 'ignored' } : objectOf(reading);
  }
}

/** A modality performed procedure step names its study in the scheduled step it performed, and belongs to no series: its own UID stands for one. */
function identified(header: Header): Header {
  const sopClass = textOf(header, 'SOPClassUID') ?? textOf(header, 'MediaStorageSOPClassUID');
  if (sopClass !== performedStepClass) return header;
  const [step] = itemsOf(header, 'ScheduledStepAttributesSequence');
  const study = step === undefined ? undefined : textOf(step, 'StudyInstanceUID');
  const series = textOf(header, 'SOPInstanceUID') ?? textOf(header, 'MediaStorageSOPInstanceUID');
  return {
    ...(study === undefined ? {} : { StudyInstanceUID: study }),
    ...(series === undefined ? {} : { SeriesInstanceUID: series }),
    ...header,
  };
}

function objectOf(reading: ReadableHeader): Understood {
  const header = identified(reading.header);
  const sop = parseSOPInstanceUID(textOf(header, 'SOPInstanceUID') ?? textOf(header, 'MediaStorageSOPInstanceUID'));
  const sopClass = parseSOPClassUID(textOf(header, 'SOPClassUID') ?? textOf(header, 'MediaStorageSOPClassUID'));
  const study = parseStudyInstanceUID(textOf(header, 'StudyInstanceUID'));
  const series = parseSeriesInstanceUID(textOf(header, 'SeriesInstanceUID'));
  if (!sop.ok || !sopClass.ok || !study.ok || !series.ok) {
    const lacking = Object.entries({
      SOPInstanceUID: sop,
      SOPClassUID: sopClass,
      StudyInstanceUID: study,
      SeriesInstanceUID: series,
    })
      .filter(([, parsed]) => !parsed.ok)
      .map(([keyword]) => keyword);
    const damage = reading.damage.map(({ code }) => code);
    return {
      kind: 'unreadable',
      reason: damage.includes('truncated-header') ? 'truncated-header' : 'identifiers-missing',
      detail: [...lacking, ...damage].join(', '),
      ...(study.ok ? { study: study.value } : {}),
    };
  }
  return {
    kind: 'object',
    object: {
      SOPInstanceUID: sop.value,
      SOPClassUID: sopClass.value,
      StudyInstanceUID: study.value,
      SeriesInstanceUID: series.value,
      transferSyntaxUID: reading.transferSyntaxUID,
      header,
      damage: reading.damage,
      ...(reading.dose === undefined ? {} : { dose: reading.dose }),
    },
  };
}

/** StudyDate when it is one, for a supervision that starts at the earliest study. */
export function headerDateOf(header: Header, latest: string): string | undefined {
  const parsed = parseCalendarDate((textOf(header, 'StudyDate') ?? '').slice(0, 8));
  return parsed.ok && parsed.value >= '1980-01-01' && parsed.value <= latest ? parsed.value : undefined;
}
