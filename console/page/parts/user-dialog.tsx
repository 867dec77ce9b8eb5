import type {
  ConsoleOneTimePassword,
  ConsoleRole,
  ConsoleScope,
  ConsoleUser,
  ConsoleUserChange,
  ConsoleUserCreate,
} from '@center/contract';
import { useQuery } from '@tanstack/react-query';
import { App, Form, Input, Modal, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery, useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';

const roles = ['administrator', 'supervisor', 'viewer'] as const satisfies readonly ConsoleRole[];

interface UserEntries {
  readonly name: string;
  readonly displayName: string;
  readonly role: ConsoleRole;
  readonly sees: 'all' | 'some';
  readonly facilities?: readonly string[];
}

const scopeOf = ({ sees, facilities = [] }: UserEntries): ConsoleScope => (sees === 'all' ? 'all' : [...facilities]);

export interface UserDialogProps {
  /** Undefined makes a new user. */
  readonly user: ConsoleUser | undefined;
  readonly onCreated: (once: ConsoleOneTimePassword) => void;
  readonly onClose: () => void;
}

/** A new user, or another name, role and reach of one that is there. */
export function UserDialog({ user, onCreated, onClose }: UserDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<UserEntries>();
  const centers = useQuery(facilitiesQuery({ sort: 'name', pageSize: 200 }));
  const creation = useChange<ConsoleOneTimePassword>();
  const edit = useChange<ConsoleUser>();
  const sees = Form.useWatch('sees', form);

  const save = (entries: UserEntries): void => {
    const shared = { displayName: entries.displayName.trim(), role: entries.role, scope: scopeOf(entries) };
    if (user === undefined) {
      const body: ConsoleUserCreate = { name: entries.name.trim(), ...shared };
      creation.mutate(
        { method: 'POST', path: '/api/users', body },
        {
          onSuccess: (once) => {
            onClose();
            onCreated(once);
          },
        },
      );
      return;
    }
    const body: ConsoleUserChange = shared;
    edit.mutate(
      { method: 'PATCH', path: `/api/users/${encodeURIComponent(user.userId)}`, body },
      {
        onSuccess: () => {
          void message.success(t('users.saved'));
          onClose();
        },
      },
    );
  };

  const needed = { required: true, message: t('common.needed') };
  return (
    <Modal
      open
      title={user === undefined ? t('users.add') : t('users.edit')}
      okText={t('common.save')}
      okButtonProps={{ loading: creation.isPending || edit.isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => {
        form.submit();
      }}
    >
      <Refusal error={creation.error ?? edit.error} />
      <Form
        form={form}
        layout="vertical"
        onFinish={save}
        initialValues={{
          name: user?.name,
          displayName: user?.displayName,
          role: user?.role ?? 'supervisor',
          sees: user === undefined || user.scope === 'all' ? 'all' : 'some',
          facilities: user === undefined || user.scope === 'all' ? [] : user.scope,
        }}
      >
        {user === undefined ? (
          <Form.Item
            name="name"
            label={t('users.name')}
            extra={t('users.nameHint')}
            rules={[{ required: true, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/, message: t('users.nameHint') }]}
          >
            <Input autoFocus maxLength={40} autoComplete="off" spellCheck={false} />
          </Form.Item>
        ) : null}
        <Form.Item name="displayName" label={t('users.displayName')} rules={[{ ...needed, whitespace: true, max: 80 }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="role" label={t('users.role')} rules={[needed]}>
          <Radio.Group options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
        <Form.Item name="sees" label={t('users.scope')} rules={[needed]}>
          <Radio.Group
            options={[
              { value: 'all', label: t('users.scopeAll') },
              { value: 'some', label: t('common.filter') },
            ]}
          />
        </Form.Item>
        {sees === 'some' ? (
          <Form.Item name="facilities" rules={[{ required: true, type: 'array', min: 1, message: t('common.needed') }]}>
            <Select
              mode="multiple"
              aria-label={t('users.scope')}
              showSearch={{ optionFilterProp: 'label' }}
              options={(centers.data?.rows ?? []).map((row) => ({ value: row.facilityId, label: row.name }))}
            />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
