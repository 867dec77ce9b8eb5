import type { ConsoleOneTimePassword, ConsoleUser } from '@center/contract';
import { EmptyBlock, formatDateTime, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, usersQuery } from '../api/queries.ts';
import { Refusal } from '../parts/refusal.tsx';
import { SecretDialog } from '../parts/secret-dialog.tsx';
import { Shown } from '../parts/shown.tsx';
import { UserDialog } from '../parts/user-dialog.tsx';

/** What keeps a user from working as usual, in words; usual when nothing does. */
function UserState({ user }: { readonly user: ConsoleUser }) {
  const { t } = useTranslation();
  if (user.disabled) return <span className="dp-tag dp-plain dp-dotted">{t('users.disabled')}</span>;
  return (
    <span className="pieces">
      {user.lockedUntil === null ? (
        <span className="dp-tag dp-green dp-soft">{t('users.active')}</span>
      ) : (
        <span className="dp-tag dp-red dp-outline">{t('users.locked', { at: formatDateTime(user.lockedUntil) })}</span>
      )}
      {user.mustChangePassword ? <span className="dp-tag dp-amber dp-outline">{t('users.mustChange')}</span> : null}
    </span>
  );
}

/** Who may sign in, as what, for which centers; new users, changes and one-time passwords. */
export function UsersPage() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const query = useQuery(usersQuery);
  const [edited, setEdited] = useState<ConsoleUser | 'new'>();
  const [once, setOnce] = useState<ConsoleOneTimePassword>();
  const reset = useChange<ConsoleOneTimePassword>();
  const switching = useChange<ConsoleUser>();
  const path = (user: ConsoleUser): string => `/api/users/${encodeURIComponent(user.userId)}`;
  const askReset = (user: ConsoleUser): void => {
    modal.confirm({
      title: t('users.reset'),
      content: t('users.resetAsk', { name: user.displayName }),
      okText: t('users.reset'),
      cancelText: t('common.cancel'),
      onOk: () => {
        reset.mutate({ method: 'POST', path: `${path(user)}/password-reset` }, { onSuccess: setOnce });
      },
    });
  };
  return (
    <>
      <Title title={t('users.title')}>
        <Button
          type="primary"
          size="small"
          onClick={() => {
            setEdited('new');
          }}
        >
          {t('users.add')}
        </Button>
      </Title>
      <Card size="small">
        <p className="dp-quiet">{t('users.roleHint')}</p>
        <Refusal error={reset.error ?? switching.error} />
        <Shown query={query}>
          {(data) => (
            <Table<ConsoleUser>
              size="small"
              rowKey="userId"
              dataSource={data.rows}
              pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
              tableLayout="fixed"
              scroll={{ x: 1000 }}
              locale={{ emptyText: <EmptyBlock /> }}
            >
              <Table.Column<ConsoleUser>
                title={t('users.displayName')}
                render={(_, row) => (
                  <div className="lines">
                    <span>{row.displayName}</span>
                    <span className="small dp-quiet dp-code">{row.name}</span>
                  </div>
                )}
              />
              <Table.Column<ConsoleUser>
                title={t('users.role')}
                width={110}
                render={(_, row) => t(`role.${row.role}`)}
              />
              <Table.Column<ConsoleUser>
                title={t('users.scope')}
                render={(_, row) =>
                  row.scope === 'all' ? (
                    t('users.scopeAll')
                  ) : (
                    <span title={row.scope.join(', ')}>{t('users.scopeSome', { n: row.scope.length })}</span>
                  )
                }
              />
              <Table.Column<ConsoleUser> title={t('users.state')} render={(_, row) => <UserState user={row} />} />
              <Table.Column<ConsoleUser>
                title={t('users.lastLogin')}
                width={150}
                render={(_, row) => (row.lastLoginAt === null ? t('common.never') : formatDateTime(row.lastLoginAt))}
              />
              <Table.Column<ConsoleUser>
                title={t('common.actions')}
                width={270}
                render={(_, row) => (
                  <span className="pieces">
                    <Button
                      size="small"
                      onClick={() => {
                        setEdited(row);
                      }}
                    >
                      {t('users.edit')}
                    </Button>
                    <Button
                      size="small"
                      onClick={() => {
                        askReset(row);
                      }}
                    >
                      {t('users.reset')}
                    </Button>
                    <Button
                      size="small"
                      danger={!row.disabled}
                      loading={switching.isPending}
                      onClick={() => {
                        switching.mutate({ method: 'PATCH', path: path(row), body: { disabled: !row.disabled } });
                      }}
                    >
                      {t(row.disabled ? 'users.enable' : 'users.disable')}
                    </Button>
                  </span>
                )}
              />
            </Table>
          )}
        </Shown>
      </Card>
      {edited === undefined ? null : (
        <UserDialog
          user={edited === 'new' ? undefined : edited}
          onCreated={setOnce}
          onClose={() => {
            setEdited(undefined);
          }}
        />
      )}
      {once === undefined ? null : (
        <SecretDialog
          title={t('users.onceFor', { name: once.user.displayName })}
          secret={once.oneTimePassword}
          hint={t('users.onceHint')}
          onClose={() => {
            setOnce(undefined);
          }}
        />
      )}
    </>
  );
}
