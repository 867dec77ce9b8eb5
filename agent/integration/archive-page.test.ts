import { displayWords } from '@center/display';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import { keptUid, seedArchive } from '../shell/station/testing/seed-archive.ts';
import { type TestCenter, testCenter } from '../shell/station/testing/test-center.ts';
import { canBrowse, type StationBrowser, stationBrowser } from './station-browser.ts';

const present = canBrowse('archive page');

describe.skipIf(!present)('the archive of a center in a real browser, on a ledger of ten years', () => {
  let full: TestCenter;
  let fresh: TestCenter;
  let browser: StationBrowser;

  beforeAll(async () => {
    browser = await stationBrowser('archive-page');
    const { pageFolder } = browser;
    full = await testCenter({ pageFolder });
    seedArchive(full.ledger, { today: full.now() });
    fresh = await testCenter({ pageFolder });
    for (const center of [full, fresh]) {
      for (const login of ['officer1', 'officer2']) await center.signedIn(login, 'officer');
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
        const page = await browser.signedIn(center, 'officer1', language, width);
        for (const path of [
          '/archive/standing',
          '/archive/studies',
          '/archive/asking',
          '/channels',
          '/registers/permits',
          '/registers/staff',
          '/registers/stop-orders',
          '/registers/uploads',
          '/registers/people',
        ]) {
          await browser.open(page, center, path);
          const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(wider, path).toBeLessThanOrEqual(0);
          const text = await page.locator('body').innerText();
          expect(text, path).not.toMatch(/\b(archive|channels|registers)\.[a-zA-Z]/);
          expect(text, path).not.toContain('{{');
        }
        await page.context().close();
      }
    },
  );

  it('says of a fresh agent that the archive was never asked, and of ten years what is proven, claimed, lost and unseen', async () => {
    const empty = await browser.signedIn(fresh, 'officer1');
    await browser.open(empty, fresh, '/archive/standing');
    await empty.getByText(zh.archive.neverAsked, { exact: true }).waitFor();
    await empty.getByText(displayWords['zh-CN'].archive.cannotTell, { exact: true }).waitFor();

    const page = await browser.signedIn(full, 'officer1');
    await browser.open(page, full, '/archive/standing');
    const { archive } = displayWords['zh-CN'];
    const text = await page.getByRole('main').innerText();
    for (const word of [archive.standing.proven, archive.standing.claimed, archive.standing.lost, archive.unseen])
      expect(text).toContain(word);
    expect(text).toMatch(/2018 年抽样 24 项检查，丢失 0 项；丢失率低于 12\.5/);
    expect(text).toContain(archive.ends.tenYears);
    // Every bar is reached by keys and says its year.
    const bars = page.locator('figure.dp-chart').first().locator('.dp-point');
    await bars.first().focus();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('2026');
  });

  it('lets one person say where a lost study went and another accept it before it counts', async () => {
    const uid = keptUid(2019, 0);
    const first = await browser.signedIn(full, 'officer1');
    await browser.open(first, full, '/archive/studies?list=lost');
    const row = first.getByRole('row').filter({ hasText: uid });
    await row.getByRole('button', { name: zh.archive.explain }).click();
    const dialog = first.getByRole('dialog');
    await dialog.getByText(zh.archive.reason.merged, { exact: true }).click();
    await dialog.getByLabel(zh.archive.note).fill('与患者另一次检查合并，见合并记录');
    await dialog.getByRole('button', { name: /保/ }).click();
    // The other study is asked for before anything is sent.
    await dialog.getByText(zh.common.required).first().waitFor();
    await dialog.getByLabel(zh.archive.otherUID).fill(keptUid(2019, 5));
    await dialog.getByRole('button', { name: /保/ }).click();
    await row.getByText('officer1').waitFor();
    expect(full.ledger.archive.study(uid)?.state).toBe('lost');

    full.pass(1000);
    const second = await browser.signedIn(full, 'officer2');
    await browser.open(second, full, '/reviews?tab=records');
    await second.getByText(zh.record['archive-explanation']).first().waitFor();
    await second.getByRole('button', { name: zh.record.accept }).first().click();
    await second.getByRole('dialog').getByRole('button', { name: zh.record.accept }).click();
    await expect.poll(() => full.ledger.archive.study(uid)?.state).toBe('explained');
    expect(full.ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('names every wrong cell of an imported list and takes nothing of it, then takes the mended one', async () => {
    const page = await browser.signedIn(full, 'officer1', 'en');
    await browser.open(page, full, '/registers/staff');
    const send = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'staff.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await send('姓名,岗位,起始日期\n王建国,医师,2024-02-30\n李敏,宇航员,2024-01-01\n');
    await page.getByText(en.registers.problems['date-wrong']).waitFor();
    await page.getByText(en.registers.problems['value-unknown']).waitFor();
    expect(full.ledger.registers.list('staff')).toEqual([]);
    await send('姓名,岗位,起始日期\n王建国,医师,2024-02-28\n李敏,技师,2024-01-01\n');
    await page.getByRole('row').filter({ hasText: '李敏' }).waitFor();
    expect(full.ledger.registers.list('staff')).toHaveLength(2);
  });

  it('fetches nothing from outside and raises no fault', () => {
    expect(browser.seen).toEqual({ foreign: [], faults: [] });
  });
});
