import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWords, type Language } from '@center/display';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import { type PageConsole, pageConsole } from './testing/page-console.ts';
import { sampleItems } from './testing/sample-center.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const present = existsSync(executablePath);
if (!present) console.warn(`SKIPPED console page: no Chromium at ${executablePath} (apt-get install chromium)`);

const name = '长春市朝阳区仁和医学影像诊断中心';
const words = { 'zh-CN': zh, en } as const;

describe.skipIf(!present)('the supervisors’ page in a real browser, on a real console', () => {
  let dist: string;
  let running: PageConsole;
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
    running = await pageConsole(dist);
    await running.push(await running.center('center-a', name), sampleItems('a', new Date(), 1, 'losing'));
    await running.push(await running.center('center-b', '吉林市松江医学影像诊断中心'), sampleItems('b', new Date(), 0));
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

  /** A page that writes down what it must not do; the one refusal it may meet is that nobody is signed in yet. */
  async function opened(language: Language, theme: 'light' | 'dark' = 'light'): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: theme });
    const page = await context.newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith(running.url) && !request.url().startsWith('data:'))
        seen.foreign.push(request.url());
    });
    page.on('pageerror', (error) => seen.faults.push(error.message));
    page.on('console', (message) => {
      const signedOut = message.text().includes('401') && message.location().url.endsWith('/api/session');
      if ((message.type() === 'error' || message.type() === 'warning') && !signedOut) seen.faults.push(message.text());
    });
    await page.goto(running.url);
    await page.getByRole('button', { name: displayWords['zh-CN'].sign.signIn }).waitFor();
    if (language === 'en') {
      await page.getByText('English').click();
      await page.getByRole('button', { name: displayWords.en.sign.signIn }).waitFor();
    }
    return page;
  }

  async function signedIn(language: Language, theme?: 'light' | 'dark'): Promise<Page> {
    const page = await opened(language, theme);
    const { sign } = displayWords[language];
    await page.getByLabel(sign.name).fill(running.name);
    await page.getByLabel(sign.password).fill(running.password);
    await page.getByRole('button', { name: sign.signIn }).click();
    await page.getByRole('heading', { name: words[language].menu.overview }).waitFor();
    return page;
  }

  it('says in both languages that a password is wrong', async () => {
    const page = await opened('en');
    await page.getByLabel(displayWords.en.sign.name).fill(running.name);
    await page.getByLabel(displayWords.en.sign.password).fill('not the password');
    await page.getByRole('button', { name: displayWords.en.sign.signIn }).click();
    await page.getByRole('alert').getByText('wrong').waitFor();
    seen.faults = seen.faults.filter((fault) => !fault.includes('401'));
  });

  it.each([
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const)(
    'leads from the overview over a center and a finding to the law’s words (%s, %s)',
    async (language, theme) => {
      const page = await signedIn(language, theme);
      const { state, finding: life, law } = displayWords[language];
      const said = words[language];
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);

      // Four numbers, each with the moment it holds for; the red center first.
      await expect.poll(() => page.locator('.number').count()).toBe(4);
      expect(await page.locator('.number .dp-asof').count()).toBe(4);
      const first = page.locator('.ant-table-tbody tr.ant-table-row').first();
      await first.getByText(name).waitFor();
      expect(await first.locator('[data-light=red]').count()).toBe(1);

      await first.getByText(name).click();
      await page.getByRole('heading', { name }).waitFor();
      await page.getByRole('tab', { name: said.center.tabs.clauses, exact: true }).click();
      // The center's own clauses, those that nothing measures included, and the others apart.
      await page.getByText(said.clauses.own, { exact: true }).waitFor();
      await page.getByText(said.clauses.others, { exact: true }).waitFor();
      const own = page.locator('.ant-card').filter({ has: page.getByText(said.clauses.own, { exact: true }) });
      expect(await own.locator('tr [data-state=unserved]').count()).toBeGreaterThan(50);
      expect(await own.locator('tr [data-state=non-compliant]').count()).toBeGreaterThan(0);

      // A cell opens the findings behind it.
      const row = own.locator('tr.ant-table-row', { hasText: 'MIDC-3.5.3d' });
      await row.getByRole('link', { name: '1', exact: true }).click();
      await page.getByRole('heading', { name: said.findings.title, exact: true }).waitFor();
      const found = page.locator('tr.ant-table-row');
      await expect.poll(() => found.count()).toBe(1);
      expect(await found.locator('[data-state=evidence-missing]').textContent()).toBe(state['evidence-missing']);
      expect(await found.textContent()).toContain(life.open);
      await found.getByRole('link').first().click();

      // Verbatim words in Chinese whatever the language, with document, number, date, clause and the mark that they are unverified.
      const quote = page.locator('blockquote[lang=zh-CN]');
      await quote.waitFor();
      expect(await quote.textContent()).toContain('应问明是否怀孕');
      const figure = await page.locator('figure.dp-law').textContent();
      for (const part of ['2016', 'MIDC-3.5.3d', '36号', law.unverified]) expect(figure).toContain(part);
      for (const title of [
        said.finding.what,
        said.finding.which,
        said.finding.proof,
        said.finding.todo,
        said.finding.history,
      ])
        expect(await page.getByText(title, { exact: true }).count(), title).toBe(1);
      expect(await page.getByText('PatientName, PatientID, PatientBirthDate').count()).toBe(1);
    },
  );

  it('keeps the language over a reload and shows an unconfirmed deviation as suspected', async () => {
    const page = await signedIn('en');
    await page.goto(`${running.url}/findings?severity=critical&rule=real-name-present`);
    await page.locator('[data-state=suspected]').getByText(displayWords.en.state.suspected).waitFor();
    await page.reload();
    await page.locator('[data-state=suspected]').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it.each([1440, 1024])('no page is wider than the window, and none shows a key for a word (%d)', async (width) => {
    const page = await signedIn('zh-CN');
    await page.setViewportSize({ width, height: 900 });
    const tabs = Object.keys(zh.center.tabs).map((tab) => `/centers/center-a/${tab}`);
    for (const path of [
      '/',
      '/centers',
      ...tabs,
      '/findings',
      '/uploads',
      '/archives',
      '/dose/distributions',
      '/dose/distributions?measure=DeviationIndex',
      '/dose/coverage?facility=center-a',
      '/devices',
      '/agents',
      '/rule-sets',
      '/users',
      '/audit',
      '/account',
    ]) {
      await page.goto(`${running.url}${path}`);
      await page.locator('.main h1').first().waitFor();
      await expect.poll(() => page.locator('.dp-block').count(), { timeout: 20_000 }).toBe(0);
      expect(
        await page.locator('[role=alert]').filter({ hasText: displayWords['zh-CN'].message.unknown }).count(),
        path,
      ).toBe(0);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        path,
      ).toBeLessThanOrEqual(0);
      const text = await page.locator('body').innerText();
      const keys = Object.keys(zh).filter(
        (group) => new RegExp(`(^|\\s)${group}\\.[a-z]+`, 'm').test(text) && group !== 'audit',
      );
      expect(keys, path).toEqual([]);
      expect(text, path).not.toContain('{{');
    }
  });

  it.each(['zh-CN', 'en'] as const)(
    'shows who has lost studies, and that a listed study is not a proven one (%s)',
    async (language) => {
      const page = await signedIn(language);
      const { archive } = displayWords[language];
      const said = words[language].archives;
      await page.goto(`${running.url}/archives`);
      const first = page.locator('tr.ant-table-row').first();
      await first.locator('[data-attention=lost]').getByText(said.attention.lost).waitFor();
      // What was never seen stands apart from what was never lost, and what is claimed from what is proven.
      expect(await first.innerText()).toContain(archive.standing.claimed);
      expect(await first.innerText()).toContain('44');
      await first.getByRole('link').click();
      await page.waitForURL(/\/centers\/center-a\/archive$/);
      const bars = page.locator('figure.dp-chart').first().locator('.dp-point');
      await bars.first().focus();
      await page.keyboard.press('End');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain(
        archive.standing.claimed,
      );
      const year = new Date().getUTCFullYear();
      const row = page.locator('tr.ant-table-row', { hasText: String(year - 7) }).first();
      expect(await row.innerText()).toContain(archive.unseen);
      expect(await row.innerText()).toMatch(/1\.0/);
      // No study is named here.
      expect(await page.locator('body').innerText()).not.toMatch(/1\.2\.\d/);
    },
  );

  it('shows doses as the center computed them, and of single studies only that of a finding, which it leads to', async () => {
    const page = await signedIn('en');
    await page.goto(`${running.url}/dose/distributions?facility=center-a`);
    const chart = page.locator('figure.dp-chart').first();
    await page.getByText('9.25').filter({ visible: true }).first().waitFor();
    await chart.waitFor();
    // The level says that nobody has held the official text beside it.
    expect(await chart.textContent()).toContain(displayWords.en.law.unverified);
    const points = chart.locator('a.dp-point');
    expect(await points.count()).toBe(1);
    // Too few children: counted, and no figure.
    const small = page.locator('.ant-card').filter({ hasText: en.dose.smallGroups });
    expect(await small.locator('tr.ant-table-row').textContent()).toContain('<5');

    await page.locator('.ant-table-row-expand-icon').first().click();
    const months = page.locator('figure.dp-chart').filter({ hasText: 'n = 27' });
    await months.waitFor();
    const median = months.locator('.dp-point').first();
    await median.focus();
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/9\.55 mGy, n = 27$/);

    await points.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/findings\/center-a\/[0-9a-f]{64}$/);
  });

  it('shows day by day, by number and sign, how many dose records there are', async () => {
    const page = await signedIn('zh-CN');
    await page.goto(`${running.url}/dose/coverage?facility=center-a`);
    const days = page.locator('table.dp-calendar td[aria-label]');
    await days.first().waitFor();
    const { cover } = displayWords['zh-CN'].chart;
    const said = await days.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
    expect(said.map((text) => text?.split(' ')[1]?.split('：')[0])).toEqual([cover.whole, cover.part, cover.nothing]);
    expect(await days.locator('svg').count()).toBe(3);
  });

  it('shows a one-time password once and lets its owner in only after a change', async () => {
    const page = await signedIn('zh-CN');
    await page.goto(`${running.url}/users`);
    await page.getByRole('button', { name: zh.users.add }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(zh.users.name, { exact: true }).fill('wang.li');
    await dialog.getByLabel(zh.users.displayName).fill('王丽');
    await dialog.getByRole('button', { name: zh.common.save }).click();
    const secret = page.locator('.secret');
    await secret.waitFor();
    const password = ((await secret.textContent()) ?? '').trim();
    await page.getByRole('dialog').getByRole('button', { name: zh.common.close, exact: true }).last().click();
    await expect.poll(() => page.locator('body').innerText()).not.toContain(password);
    await page.getByRole('button', { name: displayWords['zh-CN'].sign.signOut }).click();

    const { sign } = displayWords['zh-CN'];
    await page.getByLabel(sign.name).fill('wang.li');
    await page.getByLabel(sign.password).fill(password);
    await page.getByRole('button', { name: sign.signIn }).click();
    await page.getByText(sign.changeForced).waitFor();
    await page.getByLabel(sign.current).fill(password);
    await page.getByLabel(sign.next, { exact: true }).fill('another long sentence');
    await page.getByLabel(sign.again).fill('another long sentence');
    await page.getByRole('button', { name: sign.change }).click();
    await page.getByRole('heading', { name: zh.menu.overview }).waitFor();
    // A supervisor is not offered what only administrators may do.
    expect(await page.getByRole('link', { name: zh.menu.users }).count()).toBe(0);
  });

  it('publishes a changed number as a new rule set', async () => {
    const page = await signedIn('zh-CN');
    await page.goto(`${running.url}/rule-sets`);
    await page.getByRole('button', { name: zh.ruleSets.edit }).click();
    const drawer = page.getByRole('dialog');
    const box = drawer.getByLabel('childBearingAgeFrom').first();
    await box.fill('14');
    await drawer.getByLabel(zh.ruleSets.notesZh).fill('育龄下限改为 14');
    await drawer.getByLabel(zh.ruleSets.notesEn).fill('child-bearing age from 14');
    await drawer.getByRole('button', { name: zh.ruleSets.publish, exact: true }).click();
    await page.getByText('育龄下限改为 14').waitFor();
    await expect.poll(() => page.locator('tr.ant-table-row', { hasText: '1.0.1' }).count()).toBeGreaterThan(0);
  });
});
