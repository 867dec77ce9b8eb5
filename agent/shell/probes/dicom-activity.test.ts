import { type Instant, instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import type { ArchivePort } from '../channels/index.ts';
import { dicomActivityProbe, latestStudyOf } from './dicom-activity.ts';
import type { ProbeSources } from './probe.ts';
import { attempt } from './testing/peers.ts';

const now = instant(Date.parse('2026-11-26T08:00:00+08:00'));
const ago = (minutes: number): Instant => instant(now - minutes * 60_000);
const config = { name: 'ct-1-work', type: 'dicom-activity', of: 'ct-1', modality: 'CT' } as const;
const ask = async (sources?: ProbeSources) => {
  const { outcome, stage, code, readings } = await dicomActivityProbe.probe(config, attempt(5_000, sources, now));
  return [`${outcome} ${stage} ${code}`.trim(), readings[0]?.value];
};
const never: NonNullable<ProbeSources['latestStudy']> = () => Promise.reject(new Error('asked'));
const answers =
  (at: Instant | undefined): NonNullable<ProbeSources['latestStudy']> =>
  () =>
    Promise.resolve({ kind: 'answered', at });

describe('the work of a device', () => {
  it('is seen in the ledger, and the PACS is left alone', async () => {
    const sources = { latestAcquisition: (of: string) => (of === 'ct-1' ? ago(3) : undefined), latestStudy: never };
    expect(await ask(sources)).toEqual(['ok ledger', '2026-11-25T23:57:00.000Z']);
  });

  it('is asked of the PACS, for the last minutes alone', async () => {
    let since: number | undefined;
    const sources: ProbeSources = {
      latestAcquisition: () => ago(400),
      latestStudy: (wish) => {
        since = wish.since;
        return Promise.resolve({ kind: 'answered', at: ago(9) });
      },
    };
    expect(await ask(sources)).toEqual(['ok archive', '2026-11-25T23:51:00.000Z']);
    expect(since).toBe(ago(15));
  });

  it('an acquisition in the future, by a clock that is off, is none', async () => {
    expect(await ask({ latestAcquisition: () => ago(-60), latestStudy: answers(undefined) })).toEqual([
      'unsupported archive quiet',
      undefined,
    ]);
  });

  it('none is no evidence against it; a PACS that does not answer says nothing of it', async () => {
    expect(await ask({ latestStudy: answers(undefined) })).toEqual(['unsupported archive quiet', undefined]);
    const silent: ProbeSources['latestStudy'] = () => Promise.resolve({ kind: 'not-measured', detail: 'unreachable' });
    expect(await ask({ latestStudy: silent })).toEqual(['invalid archive not-measured', undefined]);
    expect(await ask({ latestStudy: never })).toEqual(['invalid archive gate', undefined]);
    expect(await ask()).toEqual(['invalid archive no-archive', undefined]);
  });
});

it('the way to the PACS that is named is asked, by the probe lane', async () => {
  const asked: string[] = [];
  const port = (pacs: string, able: boolean): ArchivePort => ({
    channel: `${pacs}:0`,
    pacs,
    findStudies: () => Promise.reject(new Error('asked')),
    listObjects: () => Promise.reject(new Error('asked')),
    ...(able
      ? {
          latestStudy: (_, lane) => {
            asked.push(`${pacs} ${lane}`);
            return Promise.resolve(
              pacs === 'main'
                ? { kind: 'answered', value: ago(1) }
                : { kind: 'not-measured', why: 'not-supported', detail: 'no stations' },
            );
          },
        }
      : {}),
  });
  const source = latestStudyOf([port('main', false), port('main', true), port('other', true)]);
  const wish = { modality: 'CT', since: ago(15), until: now };
  const { signal } = attempt();
  expect(await source({ ...wish, pacs: 'main' }, signal)).toEqual({ kind: 'answered', at: ago(1) });
  expect(await source({ ...wish, pacs: 'other' }, signal)).toEqual({ kind: 'unsupported', detail: 'no stations' });
  expect(await source({ ...wish, pacs: 'nowhere' }, signal)).toMatchObject({ kind: 'unsupported' });
  expect(asked).toEqual(['main probe', 'other probe']);
});
