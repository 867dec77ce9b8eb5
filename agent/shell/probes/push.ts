import { type Static, Type } from 'typebox';
import { ownForm, Path } from './forms.ts';
import { elapsed, plainResult } from './network-fault.ts';
import type { ProbeConfig, ProbeType } from './probe.ts';

const form = ownForm({
  secretFile: Path,
  /** A heartbeat counts for so long; the script sends it more often. */
  goodForSeconds: Type.Optional(Type.Integer({ minimum: 10, maximum: 86_400 })),
  /** What the script proves: that the device's own program works, or only that the machine runs. */
  proves: Type.Optional(Type.Union([Type.Literal('service'), Type.Literal('reachability')])),
});
type PushConfig = ProbeConfig & Static<typeof form>;

const usualGoodForSeconds = 180;
const begun = new WeakMap<PushConfig, number>();

/** Looks whether the device's own script has sent a signed heartbeat lately. Silence fails, once we have listened for as long as one is good. */
export const pushProbe: ProbeType<PushConfig> = {
  type: 'push',
  schema: form,
  examples: { secretFile: '"secrets/ct-1-heartbeat"', goodForSeconds: '180', proves: '"service"' },
  gives: ({ proves = 'service' }) => [proves],
  everySeconds: 60,
  timeoutSeconds: 5,
  needs: ['a script on the device that sends POST /api/push/NAME to the station'],
  target: ({ name }) => `push ${name}`,
  probe(config, { sources }) {
    const since = elapsed();
    const { name, goodForSeconds = usualGoodForSeconds } = config;
    if (sources?.heartbeat === undefined)
      return Promise.resolve(plainResult('invalid', 'heartbeat', 'not-listening', since));
    const listening = begun.get(config) ?? since;
    begun.set(config, listening);
    const last = sources.heartbeat(name);
    // By the clock that is never set: a clock set back would let the last one count for hours.
    const ageMs = last === undefined ? undefined : since - last.receivedMs;
    if (last === undefined || ageMs === undefined || ageMs > goodForSeconds * 1000) {
      const waited = since - listening >= goodForSeconds * 1000;
      return Promise.resolve(
        plainResult(waited ? 'fail' : 'invalid', 'heartbeat', waited ? 'silent' : 'awaited', since),
      );
    }
    if (last.stale) return Promise.resolve(plainResult('invalid', 'heartbeat', 'clocks-apart', since));
    const evidence = { sentAt: new Date(last.sentAt).toISOString(), note: last.note };
    return Promise.resolve({
      ...plainResult(last.state, 'heartbeat', last.state === 'ok' ? '' : 'told-fail', since, evidence),
      readings: [{ name: 'clock.offsetMs', of: name, value: last.sentAt - last.receivedAt, valid: true }],
    });
  },
};
