import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { withQuery } from '../api/request.ts';

export type Filters = Readonly<Record<string, string | undefined>>;

/** The filters of a list stand in the address: a number elsewhere can link to its rows, and the rows can be bookmarked and sent on. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo<Filters>(() => Object.fromEntries(search), [search]);
  const setFilters = useCallback(
    (changes: Filters) => {
      setSearch(
        (before) => {
          const after = new URLSearchParams(before);
          // Another filter makes another list: it is read from its first page.
          if (!('page' in changes)) after.delete('page');
          for (const [key, value] of Object.entries(changes)) {
            if (value === undefined || value === '') after.delete(key);
            else after.set(key, value);
          }
          return after;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  return { filters, setFilters };
}

/** The value when it is one of those allowed; an address can hold anything. */
export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value);
}

/** A page number from the address; 1 for anything else. */
export function pageNumber(value: string | undefined): number {
  const page = Number(value ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

/** Address of the findings list with these filters. */
export function findingsLink(filters: Filters): string {
  return withQuery('/findings', filters);
}
