import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWords, type Language } from '@center/display';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import { equipmentConsole } from './testing/equipment-console.ts';
import type { TestConsole } from './testing/test-console.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present)
  console.warn(`SKIPPED console equipment page: no Chromium at ${executablePath} (apt-get install chromium)`);

const words = { 'zh-CN': zh, en } as const;

describe.skipIf(!present)('devices, power and rooms of centers in a real browser, told through the real ingest', () => {
  let dist: string;
  let running: TestConsole;
  let browser: Browser;
  let context: BrowserContext | undefined;
  const seen = { foreign: [] as string[], faults: [] as string[] };

  beforeAll(async () => {
    dist = mkdtempSync(join(tmpdir(), 'console-dist-'));
    await build({
      configFile: join(import.meta.dirname, '..', 'page', 'vite.config.ts'),
      root: join(import.meta.dirname, '..', 'page'),
      logLevel: 'warn',
      build: { outDir: dist, emptyOutDir: true, target: 'chrome92' },
    });
    running = await equipmentConsole(dist);
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await running?.end();
    if (dist !== undefined) rmSync(dist, { recursive: true, force: true });
  });
  afterEach(async () => {
    await context?.close();
    context = undefined;
    expect(seen).toEqual({ foreign: [], faults: [] });
  });

  async function signedIn(language: Language, theme: 'light' | 'dark' = 'light'): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme });
    const page = await context.newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(running.url()) && !request.url().startsWith('data:'))
        seen.foreign.push(request.url());
    });
    page.on('pageerror', (error) => seen.faults.push(error.message));
    page.on('console', (message) => {
      const signedOut = message.text().includes('401') && message.location().url.endsWith('/api/session');
      if ((message.type() === 'error' || message.type() === 'warning') && !signedOut) seen.faults.push(message.text());
    });
    await page.goto(running.url());
    await page.getByRole('button', { name: displayWords['zh-CN'].sign.signIn }).waitFor();
    if (language === 'en') await page.getByText('English').click();
    const { sign } = displayWords[language];
    await page.getByLabel(sign.name).fill('admin');
    await page.getByLabel(sign.password).fill(running.password());
    await page.getByRole('button', { name: sign.signIn }).click();
    await page.getByRole('heading', { name: words[language].menu.overview }).waitFor();
    return page;
  }

  const rowOf = (page: Page, ...texts: readonly string[]): Locator =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), page.locator('tr.ant-table-row')).first();

  it.each(['zh-CN', 'en'] as const)(
    'lists what misses 95 % or cannot be told first, with both bounds, coverage, and by when it must be back (%s)',
    async (language) => {
      const page = await signedIn(language);
      const { equipment } = displayWords[language];
      const said = words[language].equipment;
      await page.getByRole('link', { name: words[language].menu.equipment, exact: true }).click();
      await page.waitForURL(/\/equipment\/availability$/);
      const rows = page.locator('tr.ant-table-row');
      await rows.first().waitFor();
      const attentions = await rows.evaluateAll((all) =>
        all.map((row) => row.querySelector('[data-attention]')?.getAttribute('data-attention')),
      );
      expect(attentions.slice(0, 3)).toEqual(['deviates', 'indeterminate', 'no-calendar']);
      expect(attentions.lastIndexOf('silent')).toBeLessThan(attentions.indexOf('conforms'));

      const first = await rows.first().innerText();
      expect(first).toContain('93.41%');
      expect(first).toContain('92.69%');
      expect(first).toContain('99.23%');
      expect(first).toContain(equipment.backBy.month.split('{{at}}')[0]?.trim());
      // Less than 90 % of its time is known: a rate is shown, and nothing of it is green.
      const unknown = rowOf(page, 'mr-1', 'center-a');
      expect(await unknown.innerText()).toContain(equipment.coverageLevel.bad);
      expect(await unknown.locator('.dp-green').count()).toBe(0);
      // What conformed when its agent last spoke is not said to conform.
      const silent = rowOf(page, 'ct-1', 'center-c');
      expect(await silent.locator('[data-attention=silent]').count()).toBe(2);
      expect(await silent.locator('.dp-tag.dp-green').count()).toBe(0);
      expect(await silent.innerText()).toContain(equipment.counted.unknown);
      expect(await page.getByText(said.pooled).count()).toBeGreaterThan(0);

      // A count leads to its rows; the month judges otherwise than the year.
      await page.locator('button.choice [data-attention=no-calendar]').click();
      await expect.poll(() => rows.count()).toBe(1);
      await page.goto(`${running.url()}/equipment/availability?span=month&attention=at-risk`);
      await rowOf(page, 'ct-1', 'center-a').waitFor();
      await expect.poll(() => rows.count()).toBe(1);
    },
  );

  it('shows a center month by month, and what was told before a correction', async () => {
    const page = await signedIn('zh-CN');
    const { equipment } = displayWords['zh-CN'];
    await page.goto(`${running.url()}/centers/center-a/devices`);
    const bars = page.locator('figure.dp-chart').first().locator('.dp-point');
    await bars.first().waitFor();
    expect(await bars.count()).toBe(13);
    await bars.first().focus();
    await page.keyboard.press('End');
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(label).toContain(equipment.counted.down);
    const corrected = page.locator('.ant-card').filter({ hasText: 'DR 拍片机' }).first();
    expect(await corrected.innerText()).toContain(zh.equipment.corrected);
    expect(await corrected.innerText()).toMatch(/第 1 次所报.*99\.52%.*第 2 次所报.*97\.71%/);
    const months = corrected.locator('tr.ant-table-row');
    const few = await months.count();
    await corrected.getByRole('button').click();
    await expect.poll(() => months.count()).toBe(14);
    expect(few).toBe(4);
    // The devices as their images name them stand below.
    await page.getByRole('heading', { name: zh.equipment.registered }).waitFor();
  });

  it('shows UPS by grade with what is missing, and names the center that told of none', async () => {
    const page = await signedIn('en');
    await page.goto(`${running.url()}/equipment/ups`);
    const troubled = rowOf(page, 'center-a');
    await troubled.waitFor();
    for (const step of ['on-line', 'replace-battery', 'load-range'] as const)
      expect(await troubled.innerText()).toContain(en.equipment.upsStep[step]);
    expect(await rowOf(page, 'center-d').locator('[data-attention=none-told]').count()).toBe(1);
    // Its agent is silent: it is not said to be on the mains.
    expect(await rowOf(page, 'center-c').innerText()).not.toContain(displayWords.en.equipment.upsState['on-line']);
  });

  it('shows episodes along time and by filter; of a silent center nobody knows whether one lasts', async () => {
    const page = await signedIn('zh-CN');
    const { equipment } = displayWords['zh-CN'];
    await page.goto(`${running.url()}/equipment/events`);
    await page.locator('.timeline-piece').first().waitFor();
    expect(await page.locator('.timeline-piece').count()).toBe(await page.locator('tr.ant-table-row').count());
    expect(await page.locator('.timeline-piece').first().getAttribute('aria-label')).toContain(
      equipment.event['on-battery'],
    );
    expect(await rowOf(page, 'center-c', equipment.lastsUnknown).count()).toBe(1);
    await page.goto(`${running.url()}/equipment/events?kind=temperature-alarm&open=yes`);
    await expect.poll(() => page.locator('tr.ant-table-row').count()).toBe(1);
    expect(await page.locator('tr.ant-table-row').innerText()).toContain(equipment.lastsStill);
  });

  it('shows the gap that an agent did not tell, and not the one that it did', async () => {
    const page = await signedIn('zh-CN');
    await page.goto(`${running.url()}/equipment/gaps`);
    const list = page.locator('.ant-card').nth(1);
    await list.waitFor();
    const untold = list.locator('tr.ant-table-row').filter({ has: page.locator('[data-finding=untold]') });
    const centers = (await untold.allInnerTexts()).map((text) => /center-[a-d]/.exec(text)?.[0]);
    expect([centers.length, new Set(centers)]).toEqual([2, new Set(['center-a', 'center-c'])]);
    expect(await untold.filter({ hasText: 'center-c' }).innerText()).toContain(zh.equipment.gapLasts);
    const told = list.locator('tr.ant-table-row', { hasText: 'center-b' });
    expect(await told.locator('[data-finding=agrees]').count()).toBe(1);
    expect(await told.innerText()).toContain(displayWords['zh-CN'].equipment.gapCause['host-power-loss']);
  });

  it.each([
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const)('no page is wider than the window, and none shows a key for a word (%s, %s)', async (language, theme) => {
    const page = await signedIn(language, theme);
    for (const path of [
      ...Object.keys(zh.equipment.tab).map((tab) => `/equipment/${tab}`),
      '/equipment/availability?kind=ups',
      ...['a', 'c', 'd'].map((id) => `/centers/center-${id}/devices`),
    ]) {
      await page.goto(`${running.url()}${path}`);
      await page.locator('.main h1').first().waitFor();
      await expect.poll(() => page.locator('.ant-spin-spinning').count(), { timeout: 20_000 }).toBe(0);
      const unknown = page.locator('[role=alert]').filter({ hasText: displayWords[language].message.unknown });
      expect(await unknown.count(), path).toBe(0);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, `${path} ${String(width)}`).toBeLessThanOrEqual(0);
      }
      const text = await page.locator('body').innerText();
      expect(text, path).not.toMatch(/(^|\s)equipment\.[a-z]+/m);
      expect(text, path).not.toContain('{{');
      expect(text, path).not.toMatch(/undefined|NaN/);
    }
  });
});
