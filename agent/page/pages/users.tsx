import type {
  StationOneTimePassword,
  StationUser,
  StationUserCreate,
  StationUsers,
} from '@center/contract/station-api';
import { formatDateTime, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, usersQuery } from '../api/queries.ts';
import { Refusal } from '../parts/refusal.tsx';
import { SecretDialog } from '../parts/secret-dialog.tsx';
import { Shown } from '../parts/shown.tsx';

const roles = ['officer', 'administrator'] as const;
type OnSecret = (secret: StationOneTimePassword) => void;

function NewUser({ onSecret, onClose }: { readonly onSecret: OnSecret; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<StationUserCreate>();
  const { mutate, isPending, error } = useChange<StationOneTimePassword>();
  return (
    <Modal
      open
      title={t('users.add')}
      okText={t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Refusal error={error} />
      <Form<StationUserCreate>
        form={form}
        layout="vertical"
        initialValues={{ role: 'officer' }}
        onFinish={(values) => mutate({ method: 'POST', path: '/api/users', body: values }, { onSuccess: onSecret })}
      >
        <Form.Item
          name="login"
          label={t('users.login')}
          extra={t('users.loginHint')}
          rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/, message: t('users.loginHint') }]}
        >
          <Input autoFocus autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('users.name')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={80} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t('users.role')}>
          <Select options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function States({ user }: { readonly user: StationUser }) {
  const { t } = useTranslation();
  return (
    <span className="pieces">
      <Tag color={user.disabled ? 'default' : 'success'}>{t(user.disabled ? 'users.disabled' : 'users.active')}</Tag>
      {user.locked ? <Tag color="error">{t('users.locked')}</Tag> : null}
      {user.mustChangePassword ? <Tag color="warning">{t('users.mustChange')}</Tag> : null}
    </span>
  );
}

function People({ data, onSecret }: { readonly data: StationUsers; readonly onSecret: OnSecret }) {
  const { t } = useTranslation();
  const edit = useChange<StationUser>();
  const reset = useChange<StationOneTimePassword>();
  return (
    <>
      <Refusal error={edit.error ?? reset.error} />
      <Table<StationUser>
        size="small"
        rowKey="userId"
        dataSource={data.rows}
        pagination={false}
        scroll={{ x: 720 }}
        columns={[
          { title: t('users.login'), dataIndex: 'login' },
          { title: t('users.name'), dataIndex: 'name' },
          {
            title: t('users.role'),
            render: (_, { userId, role }) => (
              <Select
                size="small"
                value={role}
                aria-label={t('users.role')}
                style={{ width: 170 }}
                options={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
                onChange={(next: string) =>
                  edit.mutate({ method: 'PATCH', path: `/api/users/${userId}`, body: { role: next } })
                }
              />
            ),
          },
          { title: t('users.state'), render: (_, user) => <States user={user} /> },
          {
            title: t('users.lastLogin'),
            render: (_, { lastLoginAt }) => (
              <span className="dp-num">{lastLoginAt === null ? t('users.never') : formatDateTime(lastLoginAt)}</span>
            ),
          },
          {
            title: t('common.actions'),
            render: (_, { userId, disabled }) => (
              <span className="pieces">
                <Popconfirm
                  title={t('users.reset')}
                  description={t('users.resetHint')}
                  okText={t('users.reset')}
                  cancelText={t('common.cancel')}
                  onConfirm={() =>
                    reset.mutate(
                      { method: 'POST', path: `/api/users/${userId}/password-reset` },
                      { onSuccess: onSecret },
                    )
                  }
                >
                  <Button size="small">{t('users.reset')}</Button>
                </Popconfirm>
                <Button
                  size="small"
                  type="text"
                  danger={!disabled}
                  onClick={() =>
                    edit.mutate({ method: 'PATCH', path: `/api/users/${userId}`, body: { disabled: !disabled } })
                  }
                >
                  {t(disabled ? 'users.enable' : 'users.disable')}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

/** The center's people, for administrators. */
export function UsersPage() {
  const { t } = useTranslation();
  const query = useQuery(usersQuery);
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<StationOneTimePassword>();
  const show = (next: StationOneTimePassword): void => {
    setAdding(false);
    setSecret(next);
  };
  return (
    <>
      <Title title={t('users.title')}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('users.add')}
        </Button>
      </Title>
      <Shown query={query}>{(data) => <People data={data} onSecret={show} />}</Shown>
      {adding ? <NewUser onSecret={show} onClose={() => setAdding(false)} /> : null}
      {secret === undefined ? null : (
        <SecretDialog
          title={t('users.secretTitle', { login: secret.user.login })}
          secret={secret.oneTimePassword}
          hint={t('users.secretHint')}
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  );
}
