import type { RegisterName } from '@center/contract';
import { AsOf, EmptyBlock, formatDateTime } from '@center/display';
import { Button, Table, type TableColumnType } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { ImportButton } from './import-button.tsx';

export interface RegisterRow<E> {
  readonly entry: E;
  readonly enteredBy: string;
  readonly enteredAt: string;
  readonly withdrawnBy: string | null;
  readonly withdrawnReason: string | null;
}

export interface RegisterFrameProps<E extends { readonly id: string }> {
  readonly register: RegisterName;
  readonly asOf: string;
  readonly rows: readonly RegisterRow<E>[];
  readonly columns: readonly TableColumnType<RegisterRow<E>>[];
  /** The form of an entry, new or changed. */
  readonly dialog: (entry: E | undefined, close: () => void) => ReactNode;
}

/** A register: its entries, who wrote them, how one is added, changed, taken back, and brought in as a file. */
export function RegisterFrame<E extends { readonly id: string }>({
  register,
  asOf,
  rows,
  columns,
  dialog,
}: RegisterFrameProps<E>) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<{ readonly entry: E | undefined }>();
  const [withdrawn, setWithdrawn] = useState<E>();
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setEdited({ entry: undefined })}>
          {t(`registers.add.${register}`)}
        </Button>
        <ImportButton kind={register} />
        <AsOf at={asOf} />
      </div>
      <Table<RegisterRow<E>>
        size="small"
        rowKey={({ entry }) => entry.id}
        dataSource={[...rows]}
        pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 980 }}
        locale={{ emptyText: <EmptyBlock text={t(`registers.none.${register}`)} /> }}
        columns={[
          ...columns,
          {
            title: t('registers.entered'),
            width: 170,
            render: (_, { enteredBy, enteredAt, withdrawnBy, withdrawnReason }) => (
              <span className="lines small">
                <span>
                  {enteredBy} <span className="dp-quiet dp-num">{formatDateTime(enteredAt)}</span>
                </span>
                {withdrawnBy === null ? null : (
                  <span className="differ">
                    {t('record.withdrawn', { reason: withdrawnReason ?? '', who: withdrawnBy })}
                  </span>
                )}
              </span>
            ),
          },
          {
            title: '',
            width: 150,
            render: (_, { entry, withdrawnBy }) => (
              <span className="pieces">
                <Button size="small" onClick={() => setEdited({ entry })}>
                  {t('registers.edit')}
                </Button>
                {withdrawnBy === null ? (
                  <Button size="small" type="text" onClick={() => setWithdrawn(entry)}>
                    {t('record.withdraw')}
                  </Button>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {edited === undefined ? null : dialog(edited.entry, () => setEdited(undefined))}
      {withdrawn === undefined ? null : (
        <ReasonDialog
          title={t('record.withdraw')}
          hint={t('registers.withdrawHint')}
          danger
          change={(reason) => ({
            method: 'POST',
            path: `/api/registers/${register}/${withdrawn.id}/withdraw`,
            body: { reason },
          })}
          onClose={() => setWithdrawn(undefined)}
        />
      )}
    </>
  );
}

/** From and to of an entry. */
export function SpanText({ from, to }: { readonly from: string; readonly to: string | undefined }) {
  const { t } = useTranslation();
  return (
    <span className="dp-num">
      {from} – {to ?? t('registers.open')}
    </span>
  );
}
