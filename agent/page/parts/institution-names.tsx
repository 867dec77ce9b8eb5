import type { StationSettings } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settingsQuery, useChange } from '../api/queries.ts';
import { useSession } from '../session.ts';
import { Refusal } from './refusal.tsx';
import { Shown } from './shown.tsx';

function Names({ settings }: { readonly settings: StationSettings }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const administers = useSession().role === 'administrator';
  const [text, setText] = useState(settings.institutionNames.join('\n'));
  const { mutate, isPending, error } = useChange<StationSettings>();
  const names = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  return (
    <div className="stack">
      <span className="dp-quiet">{t('devices.institutionHint')}</span>
      <Refusal error={error} />
      <Input.TextArea
        aria-label={t('devices.institutionNames')}
        value={text}
        disabled={!administers}
        autoSize={{ minRows: 2, maxRows: 8 }}
        style={{ maxWidth: 520 }}
        onChange={({ target }) => setText(target.value)}
      />
      {administers ? (
        <div>
          <Button
            loading={isPending}
            onClick={() =>
              mutate(
                { method: 'PUT', path: '/api/settings', body: { institutionNames: names } },
                { onSuccess: () => void message.success(t('common.done')) },
              )
            }
          >
            {t('common.save')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** The names under which the center writes InstitutionName. */
export function InstitutionNames() {
  const { t } = useTranslation();
  const query = useQuery(settingsQuery);
  return (
    <Card size="small" title={t('devices.institutionNames')}>
      <Shown query={query}>{(settings) => <Names settings={settings} />}</Shown>
    </Card>
  );
}
