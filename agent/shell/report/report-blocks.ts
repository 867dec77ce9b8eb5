/** A piece of a printed page. Texts are final: in one language, numbers and times written out. */
export type ReportBlock =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string; readonly newPage?: boolean }
  | { readonly kind: 'text'; readonly text: string; readonly small?: boolean }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      /** Shares of the page's width, one a column. */
      readonly widths: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'signatures'; readonly names: readonly string[]; readonly date: string };

/** All that the drawing process is told. */
export interface PrintedReport {
  readonly title: string;
  readonly author: string;
  readonly language: 'zh' | 'en';
  /** Milliseconds since 1970: the same report gives the same file. */
  readonly madeAt: number;
  /** Stands at the foot of every page; page and pages come after it. */
  readonly foot: string;
  readonly blocks: readonly ReportBlock[];
}
