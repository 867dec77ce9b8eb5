import type { EquipmentCard, RoomItem, UpsCounterEvidence, UpsGrade, UpsItem } from '@center/contract';
import { formatDate, formatDateTime } from './dates.ts';
import { useDisplayWords } from './display-context.ts';
import { formatNumber, rounded } from './numbers.ts';
import { spanText } from './spans.ts';
import type { StateLook } from './state-look.ts';
import { upsLooks } from './uptime-look.ts';
import { WordTag } from './word-tag.tsx';
import { fill } from './words/shape.ts';

export type UpsShown = Pick<UpsItem, 'state' | 'marks' | 'chargePct' | 'runtimeS' | 'loadPct' | 'readAt'>;

/** Marks that only tell how it works; the others want to be looked at. */
const quietMarks: readonly string[] = ['charging', 'discharging', 'testing', 'calibrating', 'trimming', 'boosting'];

/** What a UPS says of itself now: state in a word, its marks, charge, run time and load, and how old that is. What it does not tell is left out; what is unknown is said. */
export function UpsBadge({ ups }: { readonly ups: UpsShown }) {
  const words = useDisplayWords();
  const { equipment } = words;
  const { state, marks, chargePct, runtimeS, loadPct, readAt } = ups;
  const figures: readonly (readonly [string, string | undefined])[] = [
    [equipment.charge, chargePct === null ? undefined : `${formatNumber(rounded(chargePct))}%`],
    [equipment.runtime, runtimeS === null ? undefined : spanText(runtimeS * 1000, words)],
    [equipment.load, loadPct === null ? undefined : `${formatNumber(rounded(loadPct))}%`],
  ];
  return (
    <span className="dp-lines">
      <span className="dp-ups">
        <WordTag look={upsLooks[state]} word={equipment.upsState[state]} />
        {marks.map((mark) => (
          <WordTag
            key={mark}
            look={{
              mark: quietMarks.includes(mark) ? 'dots' : 'bang',
              tone: quietMarks.includes(mark) ? 'plain' : 'amber',
              surface: 'outline',
            }}
            word={equipment.upsMark[mark]}
          />
        ))}
      </span>
      <span className="dp-ups">
        {figures.map(([name, value]) =>
          value === undefined ? null : (
            <span key={name}>
              <span className="dp-quiet">{name}</span> <b className="dp-num">{value}</b>
            </span>
          ),
        )}
        <span className="dp-quiet dp-small">
          {readAt === null ? equipment.neverRead : fill(equipment.readAt, { at: formatDateTime(readAt) })}
        </span>
      </span>
    </span>
  );
}

export interface UpsGradeTextProps {
  readonly grade: UpsGrade;
  readonly against: readonly UpsCounterEvidence[];
  readonly provedOn?: string | null;
  readonly declaredAbsent?: boolean;
  /** The PACS stands elsewhere. */
  readonly hosted?: boolean;
  /** What is missing for the next grade; a narrow cell leaves it out. */
  readonly next?: boolean;
}

type Basis = 'none' | 'attested' | 'measured' | 'absent';
const basisLooks: Readonly<Record<Basis, StateLook>> = {
  none: { mark: 'question', tone: 'red', surface: 'outline' },
  attested: { mark: 'pen', tone: 'green', surface: 'outline' },
  measured: { mark: 'tick', tone: 'green', surface: 'soft' },
  absent: { mark: 'cross', tone: 'red', surface: 'solid' },
};

/** How well it is proven that there is an independent UPS: grade 0 to 5, what it rests on, what speaks against it, what is missing for the next. */
export function UpsGradeText({ grade, against, provedOn, declaredAbsent, hosted, next = true }: UpsGradeTextProps) {
  const { equipment } = useDisplayWords();
  const absent = declaredAbsent === true || against.includes('established-absent');
  const basis: Basis = absent ? 'absent' : grade >= 3 ? 'measured' : grade >= 1 ? 'attested' : 'none';
  return (
    <span className="dp-lines">
      <span className="dp-pair">
        <b>{fill(equipment.grade, { n: grade })}</b>
        <span className="dp-steps" aria-hidden="true">
          {([1, 2, 3, 4, 5] as const).map((step) => (
            <span
              key={step}
              className={step > grade ? 'dp-step' : step >= 3 ? 'dp-step dp-step-measured' : 'dp-step dp-step-attested'}
            />
          ))}
        </span>
        <WordTag look={basisLooks[basis]} word={equipment.gradeBasis[basis]} />
      </span>
      <span>{equipment.gradeIs[grade]}</span>
      {hosted === true ? <span className="dp-quiet">{equipment.hosted}</span> : null}
      {provedOn === null || provedOn === undefined ? null : (
        <span className="dp-quiet dp-num">{fill(equipment.provedOn, { on: formatDate(provedOn) })}</span>
      )}
      {against.length === 0 ? null : (
        <span className="dp-pair">
          {against.map((each) => (
            <WordTag key={each} look={{ mark: 'bang', tone: 'red', surface: 'soft' }} word={equipment.against[each]} />
          ))}
        </span>
      )}
      {next ? <span className="dp-quiet">{equipment.gradeNext[grade]}</span> : null}
    </span>
  );
}

/** The grade alone, for a cell. */
export function UpsGradeTag({ grade }: { readonly grade: UpsGrade }) {
  const { equipment } = useDisplayWords();
  const basis: Basis = grade >= 3 ? 'measured' : grade >= 1 ? 'attested' : 'none';
  return (
    <WordTag
      look={basisLooks[basis]}
      word={fill(equipment.grade, { n: grade })}
      meaning={`${equipment.gradeIs[grade]} · ${equipment.gradeBasis[basis]}`}
    />
  );
}

type Smoke = RoomItem['smoke'];
const smokeLooks: Readonly<Record<Smoke, StateLook>> = {
  clear: { mark: 'tick', tone: 'green', surface: 'soft' },
  alarm: { mark: 'bang', tone: 'red', surface: 'solid' },
  fault: { mark: 'cross', tone: 'amber', surface: 'outline' },
  unknown: { mark: 'question', tone: 'grey', surface: 'hatched' },
  'not-wired': { mark: 'pen', tone: 'plain', surface: 'outline' },
};

export function SmokeTag({ smoke }: { readonly smoke: Smoke }) {
  const { equipment } = useDisplayWords();
  return <WordTag look={smokeLooks[smoke]} word={equipment.smoke[smoke]} meaning={equipment.smokeMeaning[smoke]} />;
}

type Band = NonNullable<EquipmentCard['room']>['temperatureC'];
type Place = 'inside' | 'outside' | 'unknown';
const placeLooks: Readonly<Record<Place, StateLook>> = {
  inside: { mark: 'tick', tone: 'green', surface: 'soft' },
  outside: { mark: 'triangle', tone: 'red', surface: 'soft' },
  unknown: { mark: 'question', tone: 'grey', surface: 'hatched' },
};

export interface SensorTileProps {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  /** Edges included. */
  readonly band: Band;
}

/** A measured value against its band; no valid reading is no value, and never the last one carried on. */
export function SensorTile({ name, value, unit, band }: SensorTileProps) {
  const { equipment } = useDisplayWords();
  const place: Place = value === null ? 'unknown' : value < band.min || value > band.max ? 'outside' : 'inside';
  return (
    <span className={`dp-tile dp-tile-${place}`}>
      <span className="dp-quiet dp-small">{name}</span>
      <span className="dp-tile-value">{value === null ? '–' : `${formatNumber(rounded(value))} ${unit}`}</span>
      <WordTag look={placeLooks[place]} word={equipment.place[place]} />
      <span className="dp-quiet dp-small dp-num">
        {fill(equipment.band, { min: formatNumber(band.min), max: `${formatNumber(band.max)} ${unit}` })}
      </span>
    </span>
  );
}

/** Usual band of the rule (MIDC-3.12d): product default, where nobody has set another. */
export const usualBands = { temperatureC: { min: 18, max: 27 }, humidityPct: { min: 20, max: 80 } } as const;

export interface RoomTilesProps {
  readonly room: Pick<RoomItem, 'temperatureC' | 'humidityPct' | 'smoke' | 'readAt'>;
  /** Of the room's card. */
  readonly bands?: { readonly temperatureC: Band; readonly humidityPct: Band };
}

/** Temperature, humidity and smoke of a room now. */
export function RoomTiles({ room, bands = usualBands }: RoomTilesProps) {
  const { equipment } = useDisplayWords();
  const { temperatureC, humidityPct, smoke, readAt } = room;
  return (
    <span className="dp-lines">
      <span className="dp-tiles">
        <SensorTile name={equipment.temperature} value={temperatureC} unit="°C" band={bands.temperatureC} />
        <SensorTile name={equipment.humidity} value={humidityPct} unit="%" band={bands.humidityPct} />
        <span className={`dp-tile ${smoke === 'unknown' ? 'dp-tile-unknown' : ''}`}>
          <span className="dp-quiet dp-small">{equipment.smokeName}</span>
          <SmokeTag smoke={smoke} />
        </span>
      </span>
      <span className="dp-quiet dp-small">
        {readAt === null ? equipment.neverRead : fill(equipment.readAt, { at: formatDateTime(readAt) })}
      </span>
    </span>
  );
}
