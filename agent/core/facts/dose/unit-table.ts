// A transcription (UCUM, PS3.16 templates 10001 to 10054), longer than other files because it is one table.
/** A kind of quantity; only units of one kind are converted into each other. */
export type Dimension =
  | 'dose'
  | 'dose-length'
  | 'dose-area'
  | 'equivalent-dose'
  | 'time'
  | 'voltage'
  | 'current'
  | 'charge'
  | 'activity'
  | 'length'
  | 'area'
  | 'volume'
  | 'force'
  | 'pressure'
  | 'angle'
  | 'percent'
  | 'count'
  | 'rate'
  | 'mass';

export interface UnitRow {
  /** UCUM spelling (case sensitive). */
  readonly ucum: string;
  readonly dimension: Dimension;
  /** Amount of the dimension's base unit in one of this. */
  readonly factor: number;
  /** What devices write instead, beyond marks that are left out, doubled or drawn. */
  readonly alsoWritten: readonly string[];
}

const row = (dimension: Dimension, factor: number, ucum: string, ...alsoWritten: string[]): UnitRow => ({
  ucum,
  dimension,
  factor,
  alsoWritten,
});

/**
 * Every unit a dose report is known to carry. Base units: Gy, mGy.cm, Gy.m2, mSv, s, kV, mA, mA.s, MBq, mm, mm2, cm3, N, kPa, deg, %, 1, 1/s, kg. A roentgen is an
 * exposure and no dose: it stays outside.
 */
export const unitRows: readonly UnitRow[] = [
  row('dose', 1, 'Gy', '戈瑞', '戈'),
  row('dose', 1e-1, 'dGy'),
  row('dose', 1e-2, 'cGy', '厘戈瑞'),
  row('dose', 1e-3, 'mGy', '毫戈瑞', '毫戈'),
  row('dose', 1e-6, 'uGy', '微戈瑞', '微戈'),
  row('dose', 1e-9, 'nGy'),
  row('dose', 1e-2, 'RAD', 'rad', '[RAD]'),
  row('dose', 1e-5, 'mRAD', 'mrad', 'm[RAD]'),
  row('dose-length', 1, 'mGy.cm', '毫戈瑞厘米', '毫戈厘米'),
  row('dose-length', 1000, 'Gy.cm'),
  row('dose-length', 10, 'cGy.cm'),
  row('dose-length', 1e-3, 'uGy.cm'),
  row('dose-length', 100, 'mGy.m'),
  row('dose-length', 0.1, 'mGy.mm'),
  row('dose-length', 0.1, 'uGy.m'),
  row('dose-area', 1, 'Gy.m2', '戈瑞平方米'),
  row('dose-area', 1e-1, 'dGy.m2'),
  row('dose-area', 1e-2, 'cGy.m2'),
  row('dose-area', 1e-3, 'mGy.m2'),
  row('dose-area', 1e-6, 'uGy.m2'),
  row('dose-area', 1e-9, 'nGy.m2'),
  row('dose-area', 1e-4, 'Gy.cm2', '戈瑞平方厘米'),
  row('dose-area', 1e-5, 'dGy.cm2'),
  row('dose-area', 1e-6, 'cGy.cm2'),
  row('dose-area', 1e-7, 'mGy.cm2', '毫戈瑞平方厘米'),
  row('dose-area', 1e-10, 'uGy.cm2'),
  row('dose-area', 1e-6, 'Gy.mm2'),
  row('dose-area', 1e-6, 'RAD.cm2', 'rad.cm2'),
  row('equivalent-dose', 1, 'mSv', '毫希沃特', '毫希'),
  row('equivalent-dose', 1000, 'Sv'),
  row('equivalent-dose', 1e-3, 'uSv'),
  row('equivalent-dose', 10, 'REM', 'rem', '[REM]'),
  row('equivalent-dose', 0.01, 'mREM', 'mrem', 'm[REM]'),
  row('time', 1, 's', 'sec', 'secs', 'second', 'seconds', '秒'),
  row('time', 1e-3, 'ms', 'msec', '毫秒'),
  row('time', 1e-6, 'us', 'usec', '微秒'),
  row('time', 60, 'min', 'minute', 'minutes', '分', '分钟'),
  row('time', 3600, 'h', 'hr', 'hour', 'hours', '小时'),
  row('time', 86_400, 'd'),
  row('voltage', 1, 'kV', 'kVp', 'KV', 'KVp', 'KVP', '千伏'),
  row('voltage', 1e-3, 'V'),
  row('voltage', 1000, 'MV'),
  row('current', 1, 'mA', '毫安'),
  row('current', 1e-3, 'uA', '微安'),
  row('current', 1000, 'A'),
  row('charge', 1, 'mA.s', '毫安秒'),
  row('charge', 1e-3, 'uA.s', '微安秒'),
  row('charge', 1000, 'A.s'),
  row('activity', 1, 'MBq', '兆贝可', '兆贝'),
  row('activity', 1e-6, 'Bq', '贝可'),
  row('activity', 1e-3, 'kBq'),
  row('activity', 1000, 'GBq'),
  row('activity', 37, 'mCi', '毫居里'),
  row('activity', 0.037, 'uCi'),
  row('activity', 37_000, 'Ci'),
  row('length', 1, 'mm', '毫米'),
  row('length', 10, 'cm', '厘米'),
  row('length', 100, 'dm'),
  row('length', 1000, 'm', '米'),
  row('length', 1e-3, 'um'),
  row('area', 1, 'mm2', '平方毫米'),
  row('area', 100, 'cm2', '平方厘米'),
  row('area', 1e4, 'dm2'),
  row('area', 1e6, 'm2', '平方米'),
  row('volume', 1, 'cm3'),
  row('volume', 1, 'mL', '毫升'),
  row('volume', 1, 'ml', 'cc'),
  row('volume', 1e-3, 'mm3'),
  row('force', 1, 'N', 'newton', 'newtons', '牛'),
  row('force', 10, 'daN'),
  row('force', 1000, 'kN'),
  row('force', 9.806_65, 'kgf'),
  row('force', 4.448_221_615_260_5, '[lbf_av]', 'lbf'),
  row('pressure', 1, 'kPa', '千帕'),
  row('pressure', 1e-3, 'Pa'),
  row('pressure', 0.1, 'hPa'),
  row('pressure', 0.133_322, 'mm[Hg]', 'mmHg'),
  row('angle', 1, 'deg', '°', 'º', 'o', 'degree', 'degrees', '度'),
  row('angle', 180 / Math.PI, 'rad'),
  row('percent', 1, '%', 'percent', 'pct'),
  row(
    'count',
    1,
    '1',
    'nounits',
    'nounit',
    'ratio',
    'events',
    'pulses',
    'frames',
    'exposures',
    'images',
    'X-Ray sources',
  ),
  row(
    'rate',
    1,
    '/s',
    '1/s',
    'Hz',
    'pulse/s',
    'pulses/s',
    'pulse/sec',
    'pps',
    'p/s',
    'frame/s',
    'frames/s',
    'fps',
    'f/s',
  ),
  row('mass', 1, 'kg'),
  row('mass', 1e-3, 'g'),
];

/** UCUM spellings besides the rows. An annotation in braces names what is counted and carries no unit. */
export const alsoStandard: ReadonlySet<string> = new Set([
  'Hz',
  '1/s',
  '{pulse}/s',
  '{pulses}/s',
  '{frame}/s',
  '{frames}/s',
]);
