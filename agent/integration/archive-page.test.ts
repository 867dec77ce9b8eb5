import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWords, type Language } from '@center/display';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import { keptUid, seedArchive } from '../shell/station/testing/seed-archive.ts';
import { type TestCenter, testCenter } from '../shell/station/testing/test-center.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED archive page: no Chromium at ${executablePath} (apt-get install chromium)`);

const said = { 'zh-CN': zh, en } as const;

describe.skipIf(!present)('the archive of a center in a real browser, on a ledger of ten years', () => {
  const folder = mkdtempSync(join(tmpdir(), 'archive-page-'));
  const seen = { foreign: [] as string[], faults: [] as string[] };
  let full: TestCenter;
  let fresh: TestCenter;
  let browser: Browser;
  const urls = new Map<TestCenter, string>();

  beforeAll(async () => {
    const dist = join(folder, 'dist');
    const root = join(import.meta.dirname, '..', 'page');
    await build({
      configFile: join(root, 'vite.config.ts'),
      root,
      logLevel: 'warn',
      build: { outDir: dist, emptyOutDir: true },
    });
    full = await testCenter({ pageFolder: dist });
    seedArchive(full.ledger, { today: full.now() });
    fresh = await testCenter({ pageFolder: dist });
    for (const center of [full, fresh]) {
      for (const login of ['officer1', 'officer2']) await center.signedIn(login, 'officer');
      urls.set(center, await center.app.listen({ host: '127.0.0.1', port: 0 }));
    }
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await full?.close();
    await fresh?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signedIn(
    center: TestCenter,
    login: string,
    language: Language = 'zh-CN',
    width = 1440,
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const url = urls.get(center) ?? '';
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) seen.foreign.push(request.url());
    });
    page.on('pageerror', (fault) => seen.faults.push(fault.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) seen.faults.push(message.text());
    });
    await page.addInitScript((chosen) => localStorage.setItem('center.language', chosen), language);
    await page.goto(url);
    const { sign } = displayWords[language];
    await page.getByLabel(sign.name).fill(login);
    await page.getByLabel(sign.password, { exact: true }).fill(`${login}-long-password`);
    await page.getByRole('button', { name: sign.signIn }).click();
    await page.getByRole('heading', { name: said[language].home.title }).waitFor();
    return page;
  }
  const open = async (page: Page, center: TestCenter, path: string): Promise<void> => {
    await page.goto(`${urls.get(center) ?? ''}${path}`);
    await page.locator('.main h1').first().waitFor();
    await expect.poll(() => page.locator('.dp-block').count(), { timeout: 20_000 }).toBe(0);
  };

  it.each([
    ['zh-CN', 1440],
    ['en', 390],
  ] as const)(
    'no page is wider than the window, shows a key for a word, or raises a fault (%s, %d)',
    async (language, width) => {
      for (const center of [full, fresh]) {
        const page = await signedIn(center, 'officer1', language, width);
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
          await open(page, center, path);
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
    const empty = await signedIn(fresh, 'officer1');
    await open(empty, fresh, '/archive/standing');
    await empty.getByText(zh.archive.neverAsked, { exact: true }).waitFor();
    await empty.getByText(displayWords['zh-CN'].archive.cannotTell, { exact: true }).waitFor();

    const page = await signedIn(full, 'officer1');
    await open(page, full, '/archive/standing');
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
    const first = await signedIn(full, 'officer1');
    await open(first, full, '/archive/studies?list=lost');
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
    const second = await signedIn(full, 'officer2');
    await open(second, full, '/reviews?tab=records');
    await second.getByText(zh.record['archive-explanation']).first().waitFor();
    await second.getByRole('button', { name: zh.record.accept }).first().click();
    await second.getByRole('dialog').getByRole('button', { name: zh.record.accept }).click();
    await expect.poll(() => full.ledger.archive.study(uid)?.state).toBe('explained');
    expect(full.ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('names every wrong cell of an imported list and takes nothing of it, then takes the mended one', async () => {
    const page = await signedIn(full, 'officer1', 'en');
    await open(page, full, '/registers/staff');
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
    expect(seen).toEqual({ foreign: [], faults: [] });
  });
});
