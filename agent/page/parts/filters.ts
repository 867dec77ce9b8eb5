import type { TablePaginationConfig } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

export type Filters = Readonly<Record<string, string | undefined>>;

/** Filters stand in the address, so that a list can be gone back to and passed on. Any change but of the page begins at the first page. */
export function useFilters(): readonly [Filters, (changes: Filters) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (changes: Filters) => {
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.delete('page');
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined || value === '') next.delete(key);
          else next.set(key, value);
        }
        return next;
      });
    },
    [setParams],
  );
  return [Object.fromEntries(params), set];
}

export interface Paged {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** Pages of a table whose rows the station cuts. */
export function usePaging({ total, page, pageSize }: Paged, set: (changes: Filters) => void): TablePaginationConfig {
  const { t } = useTranslation();
  return {
    current: page,
    pageSize,
    total,
    showSizeChanger: false,
    size: 'small',
    showTotal: (n) => t('common.rows', { n }),
    onChange: (next) => set({ page: String(next) }),
  };
}
