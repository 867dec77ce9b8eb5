import { instantToIso } from '@center/contract';
import { StationAcknowledge, type StationNotices } from '@center/contract/station-api';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { alarmView } from './equipment-board.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const mostDeliveries = 200;

function noticesView({ alarms, notices, now }: StationDeps): StationNotices {
  return {
    asOf: instantToIso(now()),
    sending: notices?.sending ?? false,
    standing: (alarms?.() ?? []).map((alarm) => {
      const taken = notices?.acknowledged(alarm.key);
      return {
        ...alarmView(alarm),
        acknowledged: taken === undefined ? null : { by: taken.by, at: instantToIso(taken.at), note: taken.note },
      };
    }),
    deliveries: (notices?.deliveries(mostDeliveries) ?? []).map(
      ({ id, at, channel, subject, state, attempts, problem }) => ({
        id,
        at: instantToIso(at),
        channel,
        subject,
        state,
        attempts,
        problem: problem ?? null,
      }),
    ),
  };
}

/** Alarms that stand, who took them up, and what was told to whom. */
export function noticeRoutes(app: TypedApp, deps: StationDeps): void {
  app.get('/api/notices', (): StationNotices => noticesView(deps));
  app.post('/api/notices/acknowledge', { schema: { body: StationAcknowledge } }, (request): StationNotices => {
    const { key, note } = request.body;
    const { login } = personOf(request);
    if (deps.alarms?.().some((alarm) => alarm.key === key) !== true) throw new Refusal('not-found', [key]);
    if (deps.notices === undefined) throw new Refusal('nothing-is-told');
    deps.ledger.transaction(() => {
      deps.notices?.acknowledge(key, note.trim(), login, deps.now());
      deps.ledger.audit.write('alarm-acknowledged', key, note.trim(), login, deps.now());
    });
    return noticesView(deps);
  });
}
