import type { zh } from './zh.ts';

/** The same shape with any text: keys and lengths of lists are those of the Chinese words. */
type Worded<T> = T extends string
  ? string
  : T extends readonly string[]
    ? { readonly [K in keyof T]: string }
    : { readonly [K in keyof T]: Worded<T[K]> };

export type ReportWords = Worded<typeof zh>;
