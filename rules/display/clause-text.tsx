import type { LawWords } from '@center/register';
import type { ReactNode } from 'react';
import { formatDate } from './dates.ts';
import { useDisplay, useDisplayWords } from './display-context.ts';
import { SeverityTag } from './finding-tag.tsx';
import { inLanguage } from './language.ts';

/** Mark beside a number or year that nobody has compared with the official text yet. */
function Unverified() {
  const words = useDisplayWords();
  return (
    <span className="dp-tag dp-amber dp-outline" title={words.law.unverifiedWhy}>
      {words.law.unverified}
    </span>
  );
}

/** 《title》 number, section, on one line, with the mark 待核对原文 where it belongs. */
export function ClauseReference({ law }: { readonly law: LawWords }) {
  const { language } = useDisplay();
  return (
    <span className="dp-law-ref">
      <span className="dp-code">{law.clause}</span> {inLanguage(law.documentTitle, language)}
      {law.documentNumber === null ? null : ` ${law.documentNumber}`} · {law.section}{' '}
      {law.documentNumberVerified ? null : <Unverified />}
    </span>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The clause in full: verbatim quote, document title, number, date, clause, meaning in the page's language, whose duty, severity. */
export function ClauseText({ law }: { readonly law: LawWords }) {
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (
    <figure className="dp-law">
      <blockquote lang="zh-CN" cite={law.clause} aria-label={words.law.quote}>
        {law.quote}
      </blockquote>
      <figcaption>
        <p className="dp-law-meaning">
          <b>{words.law.meaning}</b> {inLanguage(law.meaning, language)}
        </p>
        <dl className="dp-pairs">
          <Pair name={words.law.document}>{inLanguage(law.documentTitle, language)}</Pair>
          <Pair name={words.law.number}>
            {law.documentNumber ?? words.law.noNumber} {law.documentNumberVerified ? null : <Unverified />}
          </Pair>
          <Pair name={words.law.date}>{formatDate(law.documentDate)}</Pair>
          <Pair name={words.law.section}>{law.section}</Pair>
          <Pair name={words.law.id}>
            <span className="dp-code">{law.clause}</span>
          </Pair>
          <Pair name={words.law.duty}>{words.duty[law.who]}</Pair>
          <Pair name={words.law.severity}>
            <SeverityTag severity={law.severity} />{' '}
            {law.aggravates ? <span className="dp-tag dp-red dp-outline">{words.law.aggravates}</span> : null}
          </Pair>
        </dl>
      </figcaption>
    </figure>
  );
}
