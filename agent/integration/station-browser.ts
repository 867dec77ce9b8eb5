// The station's page, built anew, in a real browser: for suites that open several centers side by side.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayWords, type Language } from '@center/display';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';
import { en } from '../page/words/en.ts';
import { zh } from '../page/words/zh.ts';
import type { TestCenter } from '../shell/station/testing/test-center.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** What the page says, by language. */
const said = { 'zh-CN': zh, en } as const;

/** Whether there is a browser; says aloud when not. */
export function canBrowse(what: string): boolean {
  const present = existsSync(executablePath);
  if (!present) console.warn(`SKIPPED ${what}: no Chromium at ${executablePath} (apt-get install chromium)`);
  return present;
}

export interface StationBrowser {
  /** Where the page was built, for a center that serves it. */
  readonly pageFolder: string;
  /** Requests to anywhere but the center, and faults that the page raised. */
  readonly seen: { readonly foreign: string[]; readonly faults: string[] };
  /** Lets a center be opened. */
  serve(center: TestCenter): Promise<void>;
  /** A page of its own for a person who has been made at the center. */
  signedIn(center: TestCenter, login: string, language?: Language, width?: number): Promise<Page>;
  /** Goes to a path and waits until it has loaded. */
  open(page: Page, center: TestCenter, path: string): Promise<void>;
  close(): Promise<void>;
}

export async function stationBrowser(name: string): Promise<StationBrowser> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const pageFolder = join(folder, 'dist');
  const root = join(import.meta.dirname, '..', 'page');
  await build({
    configFile: join(root, 'vite.config.ts'),
    root,
    logLevel: 'warn',
    build: { outDir: pageFolder, emptyOutDir: true },
  });
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const seen = { foreign: [] as string[], faults: [] as string[] };
  const urls = new Map<TestCenter, string>();
  return {
    pageFolder,
    seen,
    async serve(center) {
      urls.set(center, await center.app.listen({ host: '127.0.0.1', port: 0 }));
    },
    async signedIn(center, login, language = 'zh-CN', width = 1440) {
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
    },
    async open(page, center, path) {
      await page.goto(`${urls.get(center) ?? ''}${path}`);
      await page.locator('.main h1').first().waitFor();
      await expect.poll(() => page.locator('.dp-block').count(), { timeout: 20_000 }).toBe(0);
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
