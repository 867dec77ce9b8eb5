import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type CalendarDate, calendarDateAt, instant, parseCalendarDate } from '@center/contract';
import { type BuildProgress, buildCenter, type CenterWish, manifestName } from './build.ts';
import { caseDefinitions } from './cases/case-study.ts';

const usage = `用法 Usage: npm run fixtures -- --out DIR --studies N [--seed S] [--until YYYY-MM-DD] [--images-per-series N] [--cases] [--only NAME]… [--force]

生成一个小型影像中心的合成 DICOM 档案和 manifest.json。Builds the synthetic DICOM archive of a small imaging center, with manifest.json.
  --out DIR             目标目录，须为空或由本命令建立 folder to write into: empty, or made by this command
  --studies N           截至某日前 365 天内的正常检查数 conforming studies in the 365 days before the day
  --seed S              相同种子，相同字节（默认 demo） same seed, same bytes (default demo)
  --until YYYY-MM-DD    判定日（默认今天，北京时间） day of judging (default today, Asia/Shanghai)
  --images-per-series N 每个 CT、MR 序列的图像数（默认 3） images of a CT or MR series (default 3)
  --cases               另加每条规则、每种判定的样例 also one case for each rule and verdict
  --only NAME           只要这个样例（可重复） only this case (may be repeated)
  --force               清空非本命令建立的目录 empty a folder that this command did not make
`;

type Asked =
  | { readonly kind: 'build'; readonly wish: CenterWish; readonly force: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string };

const wrong = (zh: string, en: string): Asked => ({ kind: 'wrong', problem: `${zh}\n${en}` });

function wholeNumber(text: string | undefined, otherwise: number): number | undefined {
  if (text === undefined) return otherwise;
  return /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

/** Reads the command line; `today` is the day when `--until` is not given. */
export function askedFor(args: readonly string[], today: CalendarDate): Asked {
  let values: Record<string, string | boolean | string[] | undefined>;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        studies: { type: 'string' },
        seed: { type: 'string' },
        until: { type: 'string' },
        'images-per-series': { type: 'string' },
        cases: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        force: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return wrong(`参数有误：${message}`, `Bad argument: ${message}`);
  }
  if (values.help === true) return { kind: 'help' };
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const out = text('out');
  if (out === undefined || out === '')
    return wrong('请用 --out 指定目标目录。', 'Name the folder to write into with --out.');
  const studies = wholeNumber(text('studies'), 0);
  const imagesPerSeries = wholeNumber(text('images-per-series'), 3);
  if (studies === undefined || imagesPerSeries === undefined || imagesPerSeries < 1) {
    return wrong(
      '--studies 与 --images-per-series 须为整数，后者至少为 1。',
      '--studies and --images-per-series are whole numbers, the latter at least 1.',
    );
  }
  const only = Array.isArray(values.only) ? values.only : [];
  const unknown = only.filter((name) => !caseDefinitions.some((each) => each.name === name));
  if (unknown.length > 0) {
    const known = caseDefinitions.map(({ name }) => name).join(' ');
    return wrong(`没有样例 ${unknown.join(' ')}；现有：${known}`, `No case ${unknown.join(' ')}; there are: ${known}`);
  }
  const cases = values.cases === true || only.length > 0;
  if (studies === 0 && !cases)
    return wrong(
      '请用 --studies 指定检查数，或加 --cases。',
      'Give a number of studies with --studies, or add --cases.',
    );
  const until = text('until') === undefined ? undefined : parseCalendarDate(text('until') ?? '');
  if (until !== undefined && !until.ok) return wrong(`--until ${until.problem}`, 'Write the day like 2026-11-25.');
  return {
    kind: 'build',
    force: values.force === true,
    wish: {
      out: resolve(out),
      studies,
      seed: text('seed') ?? 'demo',
      until: until?.value ?? today,
      imagesPerSeries,
      cases,
      ...(only.length > 0 ? { only } : {}),
    },
  };
}

/** Empties a folder that an earlier build has made (or any, by force); false when it belongs to somebody else. */
async function emptied(folder: string, force: boolean): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return false;
    throw error;
  }
  if (names.length > 0 && !names.includes(manifestName) && !force) return false;
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true });
  return true;
}

function progressPrinter(): (progress: BuildProgress) => void {
  const started = performance.now();
  let next = started + (process.stderr.isTTY ? 0 : 2000);
  return ({ studies, ofStudies, files }) => {
    const now = performance.now();
    if (now < next && studies < ofStudies) return;
    const terminal = process.stderr.isTTY;
    next = now + (terminal ? 200 : 2000);
    const rate = files / Math.max(0.001, (now - started) / 1000);
    const left = (((now - started) / Math.max(1, studies)) * Math.max(0, ofStudies - studies)) / 1000;
    const line = `${studies}/${ofStudies} 检查 studies · ${files} 文件 files · ${rate.toFixed(0)}/s · 剩余 left ${left.toFixed(0)} s`;
    process.stderr.write(terminal ? `\r${line}\u001b[K` : `${line}\n`);
  };
}

/** `npm run fixtures`: exit code 0 built, 1 not. */
export async function main(args: readonly string[]): Promise<number> {
  const asked = askedFor(args, calendarDateAt(instant(Date.now())));
  if (asked.kind === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (asked.kind === 'wrong') {
    process.stderr.write(`${asked.problem}\n\n${usage}`);
    return 1;
  }
  const { wish, force } = asked;
  if (!(await emptied(wish.out, force))) {
    process.stderr.write(
      `${wish.out} 不是空目录（或不是目录），也不是本命令建立的；换一个目录，或加 --force 清空它。\n${wish.out} is not an empty folder and was not made by this command; choose another folder, or add --force to empty it.\n`,
    );
    return 1;
  }
  const manifest = await buildCenter({ ...wish, onProgress: progressPrinter() });
  const count = [...manifest.baseline, ...manifest.cases].reduce(
    (sum, { files }) => sum + files.length,
    manifest.unreadable.length,
  );
  process.stderr.write(process.stderr.isTTY ? '\n' : '');
  process.stdout.write(
    `${wish.out}: ${manifest.baseline.length} 正常检查 conforming studies, ${manifest.cases.length} 样例 cases, ${count} 文件 files; manifest.json\n`,
  );
  return 0;
}
