import type { Static } from 'typebox';
import { ownForm } from './forms.ts';
import { elapsed, plainResult } from './network-fault.ts';
import type { ProbeConfig, ProbeType } from './probe.ts';

const form = ownForm({});
type ManualConfig = ProbeConfig & Static<typeof form>;

/** The daily record of people stands for this equipment: nothing is asked of it, and the page says so. */
export const manualProbe: ProbeType<ManualConfig> = {
  type: 'manual',
  schema: form,
  gives: () => ['service'],
  everySeconds: 86_400,
  timeoutSeconds: 1,
  passive: true,
  needs: [],
  target: ({ name }) => `manual ${name}`,
  probe: () => Promise.resolve(plainResult('unsupported', 'daily-record', 'people', elapsed())),
};
