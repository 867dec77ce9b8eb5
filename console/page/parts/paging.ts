import type { TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Filters } from './filters.ts';

export interface Paged {
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

/** Pages of a table whose rows the server cuts. */
export function usePaging(paged: Paged, setFilters: (changes: Filters) => void): TablePaginationConfig {
  const { t } = useTranslation();
  return {
    current: paged.page,
    pageSize: paged.pageSize,
    total: paged.total,
    showSizeChanger: false,
    size: 'small',
    showTotal: (n) => t('common.rows', { n }),
    onChange: (page) => {
      setFilters({ page: String(page) });
    },
  };
}
