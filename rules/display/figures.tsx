import { isUnit, unitAsShown } from '@center/contract';
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { formatDateTime } from './dates.ts';
import { useDisplayWords } from './display-context.ts';
import type { DisplayWords } from './language.ts';
import { formatNumber, formatShare } from './numbers.ts';
import { fill } from './words/shape.ts';

/** A unit as it is read: spans of time in words, others by their sign (`mGy·cm`); one outside the table as it came. */
export function UnitText({ unit }: { readonly unit: string }): ReactNode {
  return unitWord(unit, useDisplayWords());
}

function unitWord(unit: string, words: DisplayWords): string {
  const said: Readonly<Record<string, string>> = words.unit;
  return said[unit] ?? (isUnit(unit) ? unitAsShown(unit) : unit);
}

/** A number with its unit as the law writes it: `12.5 mGy·cm`. */
export function QuantityText({ value, unit }: { readonly value: number; readonly unit: string }) {
  const shown = unitWord(unit, useDisplayWords());
  const gap = shown === '' || shown === '%' || shown === '°' ? '' : '\u00a0';
  return <span className="dp-num">{`${formatNumber(value)}${gap}${shown}`}</span>;
}

export interface RateTextProps {
  readonly part: number;
  readonly whole: number;
  /** What is said when the whole is zero; a rate of nothing is no rate. */
  readonly none: string;
}

/** A share, never without both of its numbers. */
export function RateText({ part, whole, none }: RateTextProps) {
  const words = useDisplayWords();
  if (whole === 0) return <span className="dp-quiet">{none}</span>;
  return (
    <span className="dp-num">
      <b>{formatShare(part, whole)}</b>{' '}
      <span className="dp-quiet">
        {fill(words.figure.countOf, { part: formatNumber(part), whole: formatNumber(whole) })}
      </span>
    </span>
  );
}

export interface CoverageTextProps {
  readonly judged: number;
  readonly applicable: number;
  /** False leaves the word out where a heading already says it. */
  readonly named?: boolean;
}

/** How much of what applies has been judged. */
export function CoverageText({ judged, applicable, named = true }: CoverageTextProps) {
  const words = useDisplayWords();
  return (
    <span className="dp-coverage">
      {named ? `${words.figure.coverage} ` : null}
      <RateText part={judged} whole={applicable} none={words.figure.nothingApplies} />
    </span>
  );
}

/** "as of" of a figure; null when nothing has come yet. */
export function AsOf({ at }: { readonly at: string | number | null | undefined }) {
  const words = useDisplayWords();
  const text =
    at === null || at === undefined ? words.figure.noData : fill(words.figure.asOf, { at: formatDateTime(at) });
  return <span className="dp-quiet dp-asof">{text}</span>;
}

/** A hash by its first twelve digits; the whole of it under the pointer and by the copy button. */
export function HashText({ hash }: { readonly hash: string }) {
  const words = useDisplayWords();
  return (
    <Typography.Text
      className="dp-code"
      title={hash}
      copyable={{ text: hash, tooltips: [words.act.copy, words.act.copied] }}
    >
      {hash.length > 14 ? `${hash.slice(0, 12)}…` : hash}
    </Typography.Text>
  );
}

/** A value of evidence: a text, number, yes or no, or a quantity. */
export function EvidenceValue({
  value,
}: {
  readonly value: string | number | boolean | { readonly value: number; readonly unit: string };
}): ReactNode {
  const words = useDisplayWords();
  if (typeof value === 'object') return <QuantityText value={value.value} unit={value.unit} />;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return <span className="dp-code">{typeof value === 'number' ? formatNumber(value) : value}</span>;
}
