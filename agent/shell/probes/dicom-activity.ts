import { instant, instantToIso } from '@center/contract';
import { type Static, Type } from 'typebox';
import type { ArchivePort } from '../channels/index.ts';
import { messageOf } from '../errors.ts';
import { Name, ownForm } from './forms.ts';
import { elapsed, plainResult } from './network-fault.ts';
import type { LatestWork, ProbeConfig, ProbeResult, ProbeSources, ProbeType } from './probe.ts';

const form = ownForm({
  /** Name of the PACS that is asked; left out: the only one. */
  pacs: Type.Optional(Name),
  /** As in Modality (0008,0060). */
  modality: Type.String({ pattern: '^[A-Z]{2,16}$' }),
  /** As in StationName (0008,1010); needed where the center has two devices of a modality. */
  stationName: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })),
  /** So long after its last work the device still counts as working. */
  coversMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 240 })),
});
type DicomActivityConfig = ProbeConfig & Static<typeof form>;

const usualCoversMinutes = 15;

/**
 * The newest work of a device: acquisitions among the objects that the ledger has, else its newest study in the PACS. Work proves that the device works; none proves nothing,
 * since nobody may have come. The PACS is asked by the probe lane of its gate, for studies of the last minutes alone.
 */
export const dicomActivityProbe: ProbeType<DicomActivityConfig> = {
  type: 'dicom-activity',
  schema: form,
  examples: { pacs: '"pacs"', modality: '"CT"', stationName: '"CT01"', coversMinutes: '15' },
  gives: () => ['use'],
  everySeconds: 300,
  timeoutSeconds: 60,
  needs: ['a channel to the PACS, or objects of the device in the ledger'],
  target: ({ pacs = '' }) => `pacs ${pacs}`,
  async probe({ of, pacs, modality, stationName, coversMinutes = usualCoversMinutes }, { signal, now, sources }) {
    const since = elapsed();
    const from = instant(now() - coversMinutes * 60_000);
    const acquired = sources?.latestAcquisition?.(of);
    if (acquired !== undefined && acquired >= from && acquired <= now())
      return working('ledger', { kind: 'answered', at: acquired }, since);
    if (sources?.latestStudy === undefined) return plainResult('invalid', 'archive', 'no-archive', since);
    const wish = {
      modality,
      since: from,
      until: now(),
      ...(pacs === undefined ? {} : { pacs }),
      ...(stationName === undefined ? {} : { stationName }),
    };
    try {
      return working('archive', await sources.latestStudy(wish, signal), since);
    } catch (fault) {
      // The gate was closed, or the time was over before its turn came: nobody was asked.
      return plainResult('invalid', 'archive', signal.aborted ? 'timeout' : 'gate', since, { why: messageOf(fault) });
    }
  },
};

function working(stage: 'ledger' | 'archive', work: LatestWork, since: number): ProbeResult {
  switch (work.kind) {
    case 'not-measured':
      return plainResult('invalid', stage, 'not-measured', since, { why: work.detail.slice(0, 200) });
    case 'unsupported':
      return plainResult('unsupported', stage, 'unsupported', since, { why: work.detail.slice(0, 200) });
    case 'answered':
      if (work.at === undefined) return plainResult('unsupported', stage, 'quiet', since);
      return {
        ...plainResult('ok', stage, '', since),
        readings: [{ name: 'activity.latestStudy', value: instantToIso(work.at), valid: true }],
      };
  }
}

/** The source `latestStudy` of the ways into archives that the agent has. */
export function latestStudyOf(ports: readonly ArchivePort[]): NonNullable<ProbeSources['latestStudy']> {
  return async ({ pacs, ...wish }, signal) => {
    const able = ports.filter((port) => pacs === undefined || port.pacs === pacs);
    const port = able.find(({ latestStudy }) => latestStudy !== undefined);
    if (port?.latestStudy === undefined)
      return { kind: 'unsupported', detail: 'no channel to this PACS can ask for its newest study' };
    const found = await port.latestStudy(wish, 'probe', signal);
    if (found.kind === 'answered') return { kind: 'answered', at: found.value };
    return found.why === 'not-supported' ? { kind: 'unsupported', detail: found.detail } : found;
  };
}
