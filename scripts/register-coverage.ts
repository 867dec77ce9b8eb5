// Joins the clause register with what serves each clause. Pure: catalogue in, rows and counts out.
import {
  type Bilingual,
  type BodyOfLaw,
  bodiesOfLaw,
  type Clause,
  clauses,
  type OutsideCoverage,
  whyOutsideCoverage,
} from '@center/register';

/** A rule that judges a clause, or a duty (paper with a clock) that proves it. */
export interface Server {
  readonly kind: 'rule' | 'duty';
  readonly id: string;
  readonly version: number;
  readonly clause: string;
  readonly title: Bilingual;
}

export type Catalogues =
  | { readonly kind: 'read'; readonly servers: readonly Server[]; readonly problems: readonly string[] }
  /** The catalogue could not be loaded: everything would look unserved, so the report says why. */
  | { readonly kind: 'unavailable'; readonly why: string };

export interface ReportRow {
  readonly clause: Clause;
  readonly servedBy: readonly Server[];
  /** Undefined when the clause counts in a center's coverage. */
  readonly outside: OutsideCoverage | undefined;
}

export interface Count {
  readonly total: number;
  readonly served: number;
}

export interface Report {
  readonly rows: readonly ReportRow[];
  readonly all: Count;
  /** The center's own clauses: the ones that make up a center's coverage. */
  readonly center: Count;
  readonly byBody: ReadonlyMap<BodyOfLaw, Count>;
  /** Servers that cite a clause which the register does not hold. */
  readonly dangling: readonly Server[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function readServer(kind: Server['kind'], value: unknown): Server | undefined {
  if (!isRecord(value)) return undefined;
  const { id, version, clause, title } = value;
  if (typeof id !== 'string' || typeof version !== 'number' || typeof clause !== 'string' || !isRecord(title))
    return undefined;
  if (typeof title.zh !== 'string' || typeof title.en !== 'string') return undefined;
  return { kind, id, version, clause, title: { zh: title.zh, en: title.en } };
}

/** Reads `ruleCatalogue` and, where it exists, `dutyCatalogue` from the exports of a room. */
export function readCatalogues(exported: unknown): Catalogues {
  if (!isRecord(exported) || !Array.isArray(exported.ruleCatalogue))
    return { kind: 'unavailable', why: 'it exports no ruleCatalogue' };
  const servers: Server[] = [];
  const problems: string[] = [];
  const lists: readonly (readonly [Server['kind'], readonly unknown[]])[] = [
    ['rule', exported.ruleCatalogue],
    ['duty', Array.isArray(exported.dutyCatalogue) ? exported.dutyCatalogue : []],
  ];
  for (const [kind, list] of lists) {
    for (const [index, entry] of list.entries()) {
      const server = readServer(kind, entry);
      if (server === undefined)
        problems.push(`${kind} number ${index + 1} has no id, version, clause or title in both languages`);
      else servers.push(server);
    }
  }
  return { kind: 'read', servers, problems };
}

function count(rows: readonly ReportRow[]): Count {
  return { total: rows.length, served: rows.filter((row) => row.servedBy.length > 0).length };
}

/** One row for every clause of the register, in its order. */
export function buildReport(servers: readonly Server[]): Report {
  const rows = clauses.map((clause) => ({
    clause,
    servedBy: servers.filter((server) => server.clause === clause.id),
    outside: whyOutsideCoverage(clause),
  }));
  const known = new Set<string>(clauses.map((clause) => clause.id));
  return {
    rows,
    all: count(rows),
    center: count(rows.filter((row) => row.outside === undefined)),
    byBody: new Map(bodiesOfLaw.map((body) => [body, count(rows.filter((row) => row.clause.document === body))])),
    dangling: servers.filter((server) => !known.has(server.clause)),
  };
}
