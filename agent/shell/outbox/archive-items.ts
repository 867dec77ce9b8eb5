import {
  calendarDateAt,
  type ForecastItem,
  type ImageUploadItem,
  type Instant,
  instantToIso,
  type RetentionItem,
  type RetrievalItem,
  type UploadMonthFacts,
} from '@center/contract';
import { modalityAsTold } from '../../core/index.ts';
import { archiveHoldings, archiveYears } from '../archive/index.ts';
import { fromJson, type Ledger } from '../ledger/index.ts';

type ArchiveItem = RetentionItem | RetrievalItem | ForecastItem | ImageUploadItem;

/** The figures move with every round and every hour's sample; they are told no more often than this. */
const toldEveryMs = 3_600_000;

/** Whether the hour's figures have been told. */
export function archiveTold(ledger: Ledger, at: Instant): boolean {
  return ledger.meta.get('archive-told') === hourOf(at);
}

/** Notes that the hour's figures were told. An archive of which nothing is known yet has told none: its first figures do not wait for the next hour. */
export function noteArchiveTold(ledger: Ledger, at: Instant): void {
  ledger.meta.set('archive-told', hourOf(at));
}

const hourOf = (at: Instant): string => String(Math.floor(at / toldEveryMs));

function uploadItems(ledger: Ledger, asOf: string): ImageUploadItem[] {
  const months = fromJson<Pick<UploadMonthFacts, 'figures'>[]>(ledger.meta.get('upload-figures') ?? '[]');
  return months.map(({ figures }) => ({ type: 'image-upload', ...figures, asOf }));
}

/** Years, delivery, forecast and uploads as they stand. Nothing here names a study, a patient or a person. */
export function archiveItems(ledger: Ledger, at: Instant): ArchiveItem[] {
  const asOf = instantToIso(at);
  const today = calendarDateAt(at);
  const uploads = ledger.receipts.count() === 0 ? [] : uploadItems(ledger, asOf);
  if (ledger.archive.lastObservation() === 0) return uploads;
  const { retrieval, forecast } = archiveHoldings(ledger, today);
  return [
    ...archiveYears(ledger, today).map(({ figures }): RetentionItem => ({ type: 'retention', ...figures, asOf })),
    ...retrieval.map(
      (figures): RetrievalItem => ({ type: 'retrieval', ...figures, modality: modalityAsTold(figures.modality), asOf }),
    ),
    { type: 'forecast', ...forecast, asOf },
    ...uploads,
  ];
}

const nobody = { proven: 0, claimed: 0, unlisted: 0, lost: 0, explained: 0 } as const;

/** What has been told of the archive and is there no more, told as empty: the console would keep its last word otherwise. */
export function emptiedArchiveItems(ledger: Ledger, present: ReadonlySet<string>, at: Instant): ArchiveItem[] {
  const asOf = instantToIso(at);
  const gone = (kind: 'retention' | 'retrieval' | 'image-upload'): string[][] =>
    ledger.batches
      .toldKeys(kind)
      .filter((key) => !present.has(key))
      .map((key) => key.split('|'));
  return [
    ...gone('retention').map(
      ([, year = '']): RetentionItem => ({
        type: 'retention',
        year: Number(year),
        online: 0,
        kept: 0,
        older: 0,
        proven: 0,
        lost: 0,
        standing: nobody,
        levels: [0, 0, 0, 0, 0, 0, 0],
        seenWhole: false,
        sampled: 0,
        samplesLost: 0,
        bound: null,
        deliveredOnline: 0,
        neededRecall: 0,
        lastListedAt: null,
        notMeasured: null,
        asOf,
      }),
    ),
    ...gone('retrieval').map(
      ([, modality = '', age = '']): RetrievalItem => ({
        type: 'retrieval',
        modality,
        age: age === 'kept' ? 'kept' : 'online',
        month: calendarDateAt(at).slice(0, 7),
        n: 0,
        firstImageP50Ms: null,
        firstImageP95Ms: null,
        wholeN: 0,
        wholeP50Ms: null,
        wholeP95Ms: null,
        needRecall: 0,
        asOf,
      }),
    ),
    ...gone('image-upload').map(
      ([, month = '']): ImageUploadItem => ({
        type: 'image-upload',
        month,
        finished: 0,
        receipted: 0,
        late: 0,
        refused: 0,
        overdue: 0,
        delayP50Hours: null,
        delayP95Hours: null,
        asOf,
      }),
    ),
  ];
}
