import { type Instant, instant } from '@center/contract';
import type { Ledger } from '../ledger/index.ts';
import { type CardLine, type SiteCard, siteOrder, siteQuestions } from './card.ts';

/** Keeps the card of a PACS in the place of the one before; both stay in the chain. */
export function keepSiteCard(ledger: Ledger, card: SiteCard, who: string, at: Instant): void {
  ledger.transaction(() => {
    ledger.store.append('setting', { what: 'site-card', value: card, who }, at);
    const others = siteCards(ledger).filter(({ pacs }) => pacs !== card.pacs);
    ledger.meta.set('site-cards', JSON.stringify([...others, card]));
  });
}

/** The latest card of each PACS. What cannot be read is not there. */
export function siteCards(ledger: Ledger): readonly SiteCard[] {
  let kept: unknown;
  try {
    kept = JSON.parse(ledger.meta.get('site-cards') ?? '[]');
  } catch {
    return [];
  }
  const cards: readonly unknown[] = Array.isArray(kept) ? kept : [];
  return cards.flatMap((card) => cardOf(card) ?? []);
}

function cardOf(value: unknown): SiteCard | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pacs, channel, measuredAt, lines }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof pacs !== 'string' || typeof channel !== 'string' || !Number.isSafeInteger(measuredAt)) return undefined;
  const known: readonly unknown[] = Array.isArray(lines) ? lines : [];
  return { pacs, channel, measuredAt: instant(Number(measuredAt)), lines: known.flatMap((line) => lineOf(line) ?? []) };
}

function lineOf(value: unknown): CardLine | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { key, measured, answer, value: told }: Readonly<Record<string, unknown>> = { ...value };
  const name = siteOrder.find((each) => each === key);
  if (name === undefined || typeof answer !== 'object' || answer === null) return undefined;
  if (!('zh' in answer) || !('en' in answer)) return undefined;
  const plain = typeof told === 'string' || typeof told === 'number' || typeof told === 'boolean';
  return {
    key: name,
    measured: measured === true,
    answer: { zh: String(answer.zh), en: String(answer.en) },
    ...(plain ? { value: told } : {}),
  };
}

/** As a page shows it: question and answer, line by line. */
export function shownCard({ pacs, channel, measuredAt, lines }: SiteCard): {
  readonly pacs: string;
  readonly channel: string;
  readonly measuredAt: Instant;
  readonly lines: readonly { readonly question: CardLine['answer']; readonly answer: CardLine['answer'] }[];
} {
  return {
    pacs,
    channel,
    measuredAt,
    lines: lines.map(({ key, answer }) => ({ question: siteQuestions[key], answer })),
  };
}
