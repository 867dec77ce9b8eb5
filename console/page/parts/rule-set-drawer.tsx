import type { ConsoleRuleSet, ConsoleRuleSets } from '@center/contract';
import { App, Button, Drawer, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { Refusal } from './refusal.tsx';
import { differences, type Manifest, nextVersion } from './rule-set-edit.ts';
import { RulesTable } from './rules-table.tsx';

interface Head {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly zh: string;
  readonly en: string;
}

export interface RuleSetDrawerProps {
  readonly base: ConsoleRuleSet;
  readonly rules: ConsoleRuleSets['rules'];
  /** First day on which the new one may hold, `YYYY-MM-DD`. */
  readonly today: string;
  readonly onClose: () => void;
}

/** A new rule set made from the one in force by changing its numbers; what is published is never edited. */
export function RuleSetDrawer({ base, rules, today, onClose }: RuleSetDrawerProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Head>();
  const [manifest, setManifest] = useState<Manifest>(base.manifest);
  const { mutate, isPending, error } = useChange<ConsoleRuleSet>();
  const changed = differences(base.manifest, manifest);
  const publish = ({ version, effectiveFrom, zh, en }: Head): void => {
    const body: { manifest: Manifest } = { manifest: { ...manifest, version, effectiveFrom, notes: { zh, en } } };
    mutate(
      { method: 'POST', path: '/api/rule-sets', body },
      {
        onSuccess: (published) => {
          void message.success(t('ruleSets.publishedDone', { version: published.version }));
          onClose();
        },
      },
    );
  };
  const needed = { required: true, whitespace: true, message: t('common.needed') };
  return (
    <Drawer
      open
      size={980}
      title={t('ruleSets.edit')}
      onClose={onClose}
      extra={
        <span className="pieces">
          <span className="dp-quiet">
            {changed === 0 ? t('ruleSets.noChange') : t('ruleSets.changed', { n: changed })}
          </span>
          <Button
            type="primary"
            disabled={changed === 0}
            loading={isPending}
            onClick={() => {
              form.submit();
            }}
          >
            {t('ruleSets.publish')}
          </Button>
        </span>
      }
    >
      <p className="dp-quiet">{t('ruleSets.editHint')}</p>
      <Refusal error={error} />
      <Form
        form={form}
        layout="vertical"
        onFinish={publish}
        initialValues={{ version: nextVersion(base.version), effectiveFrom: today }}
      >
        <div className="columns">
          <Form.Item
            name="version"
            label={t('ruleSets.version')}
            extra={t('ruleSets.versionHint')}
            rules={[{ required: true, pattern: /^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/, message: t('ruleSets.versionHint') }]}
          >
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item
            name="effectiveFrom"
            label={t('ruleSets.effectiveFrom')}
            extra="YYYY-MM-DD"
            rules={[{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: 'YYYY-MM-DD' }]}
          >
            <Input maxLength={10} />
          </Form.Item>
          <Form.Item name="zh" label={t('ruleSets.notesZh')} rules={[needed]}>
            <Input maxLength={300} />
          </Form.Item>
          <Form.Item name="en" label={t('ruleSets.notesEn')} rules={[needed]}>
            <Input maxLength={300} />
          </Form.Item>
        </div>
      </Form>
      <RulesTable manifest={manifest} rules={rules} onChange={setManifest} />
    </Drawer>
  );
}
