// The ledger of the agent that the bench of probes measures. `prepare`: puts its cards, open at all hours. `count`: says how its attempts ended, by type and code, as one line of JSON.
import { type EquipmentCard, instant, must, parseCalendarDate } from '@center/contract';
import { usualCalendar } from '../core/index.ts';
import { openLedger } from '../shell/ledger/index.ts';

const [what = '', folder = '', devices = '0'] = process.argv.slice(2);
const ledger = openLedger(folder);
const now = instant(Date.now());
const inServiceFrom = must(parseCalendarDate('2020-01-01'));
const ids = [...Array.from({ length: Number(devices) }, (_, n) => `ct-${String(n + 1)}`), 'ups', 'agent'];
if (what === 'prepare') {
  const always = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]);
  ledger.equipment.putCalendar(
    {
      ...usualCalendar('Asia/Shanghai'),
      id: 'always',
      patterns: [{ effectiveFrom: inServiceFrom, days: always }],
      onHolidays: 'as-usual',
    },
    'bench',
    now,
  );
  for (const id of ids) {
    const card: EquipmentCard = {
      id,
      kind: id === 'ups' ? 'ups' : id === 'agent' ? 'host' : 'imaging',
      name: id,
      Manufacturer: 'bench',
      ManufacturerModelName: 'bench',
      DeviceSerialNumber: id,
      calendarId: 'always',
      inServiceFrom,
      warmUpMinutes: 0,
      reachabilityIsAll: false,
      ...(id === 'ups' ? { ups: { feeds: ['agent'], runtimeGoalMinutes: 30 } } : {}),
    };
    ledger.equipment.putCard(card, 'bench', now);
  }
} else {
  const ended: Record<string, number> = {};
  for (const id of ids)
    for (const { number, type } of ledger.watch.probesOf(id))
      for (const { outcome, stage, code } of ledger.watch.samples(number, {
        start: instant(0),
        end: instant(now + 60_000),
      })) {
        const key = outcome === 'ok' ? `${type} ok` : `${type} ${outcome} ${stage} ${code}`.trim();
        ended[key] = (ended[key] ?? 0) + 1;
      }
  process.stdout.write(`${JSON.stringify(ended)}\n`);
}
ledger.close();
