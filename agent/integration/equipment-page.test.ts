import { displayWords } from '@center/display';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probesExample } from '../page/pages/equipment/probes-example.ts';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import { parseConfig } from '../shell/config/index.ts';
import type { EquipmentCenter } from '../shell/station/testing/equipment-center.ts';
import { type TestCenter, testCenter } from '../shell/station/testing/test-center.ts';
import { watchedCenter } from './equipment-seed.ts';
import { canBrowse, type StationBrowser, stationBrowser } from './station-browser.ts';

const present = canBrowse('equipment page');
const tabs = [
  'board',
  'daily',
  'faults',
  'maintenance',
  'calendar',
  'power',
  'alarms',
  'report',
  'watched',
  'registered',
] as const;

describe('the example of how a probe is connected', () => {
  it('is one that the configuration takes', () => {
    const raw: unknown = JSON.parse(
      `{ "dataFolder": "data", "facility": { "id": "demo-center" }, "channels": [{ "kind": "folder", "path": "archive" }], "station": { "port": 7401 }, ${probesExample} }`,
    );
    expect(parseConfig(raw, '/tmp')).toMatchObject({ ok: true });
  });
});

describe.skipIf(!present)('devices, power and rooms of a center in a real browser', () => {
  let full: EquipmentCenter;
  let fresh: TestCenter;
  let browser: StationBrowser;

  beforeAll(async () => {
    browser = await stationBrowser('equipment-page');
    const { pageFolder } = browser;
    full = await watchedCenter({ pageFolder });
    fresh = await testCenter({ pageFolder });
    for (const center of [full, fresh]) {
      await center.signedIn('boss', 'administrator');
      for (const login of ['wang', 'zhao']) await center.signedIn(login, 'officer');
      await browser.serve(center);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await full?.close();
    await fresh?.close();
  });

  it.each([
    ['zh-CN', 1440],
    ['en', 390],
  ] as const)(
    'no page is wider than the window, shows a key for a word, or raises a fault (%s, %d)',
    async (language, width) => {
      for (const center of [full, fresh]) {
        const page = await browser.signedIn(center, 'boss', language, width);
        const things = ['ct-1?month=2026-11&day=2026-11-18', 'ct-2', 'mr-1', 'dr-1', 'pacs-1', 'ups-1', 'room-1'];
        for (const path of [
          ...tabs.map((tab) => `/devices/${tab}`),
          ...(center === full ? things.map((thing) => `/devices/at/${thing}`) : []),
        ]) {
          await browser.open(page, center, path);
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(wider, path).toBeLessThanOrEqual(0);
          const text = await page.locator('body').innerText();
          expect(text, path).not.toMatch(/\b(equipment|devices|registers|common)\.[a-zA-Z]/);
          expect(text, path).not.toContain('{{');
          expect(await page.getByRole('alert').count(), path).toBe(
            await page.locator('.ant-alert-info, .ant-alert-warning').count(),
          );
        }
        await page.context().close();
      }
    },
    // Fifty pages, each opened anew.
    480_000,
  );

  it('says of a center without cards what is to be done first, and nothing of being well', async () => {
    const page = await browser.signedIn(fresh, 'wang');
    await browser.open(page, fresh, '/devices');
    await page.getByText(zh.equipment.noCards, { exact: true }).waitFor();
    expect(await page.getByRole('main').locator('.dp-green').count()).toBe(0);
    await page.context().close();
  });

  it('shows rate, both bounds and coverage of a device, and each stretch of a day with what it rests on', async () => {
    const { equipment } = displayWords['zh-CN'];
    const page = await browser.signedIn(full, 'wang');
    await browser.open(page, full, '/devices/at/ct-1?month=2026-11');
    const row = page
      .getByRole('row')
      .filter({ hasText: /^2026-11/ })
      .first();
    // 172 h required up to now, 3.5 h down by the fault record, 16 h in which nobody was looking: the bounds lie on both sides of the line.
    for (const figure of ['97.75%', '下限 88.66%，上限 97.96%', '90.69%', '152:30:00', '3:30:00', '16:00:00'])
      await row.getByText(figure).first().waitFor();
    await row.getByText(equipment.verdict.indeterminate).waitFor();

    // Bars are reached by keys, say their day in words, and Enter opens the day.
    const bars = page.locator('figure.dp-chart').first().locator('a.dp-point');
    expect(await bars.count()).toBe(90);
    const label = '2026-11-18';
    const bar = page.locator(`a.dp-point[aria-label^="${label}"]`);
    expect(await bar.getAttribute('aria-label')).toMatch(/2026-11-18, 故障 3 小时 30 分钟, 完好 6 小时 30 分钟/);
    await bar.press('Enter');
    await page.getByText(zh.equipment.spans.day.replace('{{day}}', label), { exact: true }).waitFor();
    const counted = page.getByRole('group', { name: zh.equipment.spans.counted, exact: true }).locator('.dp-point');
    const said = await counted.evaluateAll((points) => points.map((point) => point.getAttribute('aria-label') ?? ''));
    expect(said.map((text) => text.replace(/ · .*/, ''))).toEqual([
      '08:00:00–10:00:00 完好（2 小时）, 探测正常',
      '10:00:00–13:30:00 故障（3 小时 30 分钟）, 故障记录',
      '13:30:00–18:00:00 完好（4 小时 30 分钟）, 探测正常',
    ]);
    await page.context().close();
  });

  it('lets one person say what a failing was and another sign it before it frees any time', async () => {
    const first = await browser.signedIn(full, 'wang');
    await browser.open(first, full, '/devices/faults?device=ct-2');
    const row = first.getByRole('row').filter({ hasText: '2026-11-05 09:00' });
    await row.getByRole('button', { name: zh.equipment.step.classify }).click();
    const dialog = first.getByRole('dialog');
    await dialog.getByText(zh.equipment.faultClass['switched-off'], { exact: true }).click();
    await dialog.getByText(zh.equipment.faultClassMeans['switched-off']).waitFor();
    await dialog.getByLabel(zh.equipment.fault.description).fill('当日停机搬运桌椅，人为关机');
    await dialog.getByRole('button', { name: /保/ }).click();
    await row.getByText(zh.equipment.mark.second, { exact: true }).waitFor();
    // Who classified cannot be the second person.
    expect(await row.getByRole('button', { name: zh.equipment.step.countersign }).count()).toBe(0);
    const rateOf = async (): Promise<number | null> => {
      const page = await full.officer.send('GET', '/api/equipment/devices/ct-2?month=2026-11');
      return (
        page.json<{ months: { month: string; figures: { rate: number | null } }[] }>().months[0]?.figures.rate ?? null
      );
    };
    const before = await rateOf();

    full.pass(1000);
    const second = await browser.signedIn(full, 'zhao');
    await browser.open(second, full, '/devices/faults?device=ct-2');
    const same = second.getByRole('row').filter({ hasText: '2026-11-05 09:00' });
    await same.getByRole('button', { name: zh.equipment.step.countersign }).click();
    await second.locator('.ant-popover').getByRole('button', { name: zh.equipment.step.countersign }).click();
    await expect.poll(rateOf).not.toBe(before);
    expect(await rateOf()).toBeGreaterThan(before ?? 0);
    expect(full.ledger.verifyChain()).toMatchObject({ ok: true });
    await first.context().close();
    await second.context().close();
  });

  it('takes a daily record that a person has signed, and keeps what was corrected', async () => {
    const page = await browser.signedIn(full, 'wang', 'en');
    await browser.open(page, full, '/devices/daily');
    const row = page
      .getByRole('row')
      .filter({ hasText: 'MR-15' })
      .or(page.getByRole('row').filter({ hasText: '磁共振' }))
      .first();
    await row.getByRole('button', { name: en.equipment.daily.write }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(en.equipment.dailyStatus.normal, { exact: true }).click();
    await dialog.getByRole('button', { name: en.equipment.daily.sign }).click();
    await row.getByText('wang').waitFor();
    await row.getByRole('button', { name: en.equipment.step.revise }).click();
    await dialog.getByText(en.equipment.dailyStatus.degraded, { exact: true }).click();
    await dialog.getByLabel(en.common.reason).fill('The head coil gave no signal from the morning on');
    await dialog.getByRole('button', { name: en.common.save }).click();
    await row.getByText(en.equipment.dailyStatus.degraded, { exact: true }).waitFor();
    await row.getByRole('button', { name: en.equipment.history }).click();
    const history = page.getByRole('dialog');
    await history.getByText('The head coil gave no signal from the morning on').waitFor();
    await history.getByText(en.equipment.dailyStatus.normal, { exact: true }).waitFor();
    await page.context().close();
  });

  it('shows a calendar over a month before it is kept, and refuses hours that are none', async () => {
    const page = await browser.signedIn(full, 'boss');
    await browser.open(page, full, '/devices/calendar');
    await page.getByRole('button', { name: zh.equipment.calendar.add }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(zh.equipment.card.name).fill('周末班');
    await dialog.getByLabel(zh.equipment.card.id).fill('weekend');
    const saturday = dialog.getByLabel(displayWords['zh-CN'].chart.weekday.sat, { exact: true });
    await saturday.fill('8点到12点');
    await dialog.getByRole('button', { name: /保/ }).click();
    await dialog.getByText(zh.equipment.calendar.hoursWrong).waitFor();
    await saturday.fill('08：00－12：00');
    // The message closes up, and what stands below it moves.
    await expect.poll(() => dialog.getByText(zh.equipment.calendar.hoursWrong).count()).toBe(0);
    await dialog.getByRole('button', { name: zh.equipment.calendar.look }).click();
    await dialog.locator('.preview td').filter({ hasText: '08:00–12:00' }).first().waitFor();
    await dialog.getByRole('button', { name: /保/ }).click();
    await page.getByRole('row').filter({ hasText: '周末班' }).waitFor();
    expect(full.ledger.equipment.calendars().find(({ id }) => id === 'weekend')?.patterns[0]?.days[5]).toEqual([
      { from: '08:00', to: '12:00' },
    ]);
    await page.context().close();
  });

  it('groups alarms under what explains them, and gives the printed report', async () => {
    const page = await browser.signedIn(full, 'wang');
    await browser.open(page, full, '/devices/alarms');
    const cause = page.locator('li.alarm').filter({ hasText: zh.equipment.alarm.kind['ups-on-battery'] });
    await cause.locator('ul li').filter({ hasText: 'CT-2' }).waitFor();
    await page.getByText('须于 2026-11-25 16:20 前恢复', { exact: true }).waitFor();
    await browser.open(page, full, '/devices/report?month=2026-10');
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 90_000 }),
      page.getByRole('link', { name: zh.equipment.report.pdf }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/2026-10.*\.pdf$/);
    expect(await download.failure()).toBeNull();
    await page.context().close();
  });

  it('fetches nothing from outside and raises no fault', () => {
    expect(browser.seen).toEqual({ foreign: [], faults: [] });
  });
});
