import type { StationRecordsWritten } from '@center/contract/station-api';
import { Title } from '@center/display';
import { Alert, Button, Card, Form } from 'antd';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useChange } from '../api/queries.ts';
import { ChooseStudy, type Target, targetFields } from '../parts/choose-study.tsx';
import { type ConsentEntries, ConsentFields, entriesOf, isLate, TimingNotice } from '../parts/consent-fields.tsx';
import { centerInstant, centerNow } from '../parts/day-field.tsx';
import { newFormKey } from '../parts/form-key.ts';
import { Refusal } from '../parts/refusal.tsx';

interface EntryFormProps {
  readonly target: Target;
  readonly onSaved: (written: StationRecordsWritten) => void;
}

function EntryForm({ target, onSaved }: EntryFormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ConsentEntries>();
  const [formKey] = useState(newFormKey);
  const [empty, setEmpty] = useState(false);
  const { mutate, isPending, error } = useChange<StationRecordsWritten>();
  const save = (values: ConsentEntries): void => {
    const entries = entriesOf(values);
    setEmpty(entries.length === 0);
    if (entries.length === 0) return;
    const body = {
      formKey,
      ...targetFields(target),
      signedAt: centerInstant(values.signedAt),
      ...(values.page === undefined ? {} : { pageSha256: values.page }),
      entries,
    };
    mutate({ method: 'POST', path: '/api/records', body }, { onSuccess: onSaved });
  };
  return (
    <Form<ConsentEntries>
      form={form}
      layout="vertical"
      className="form-wide"
      initialValues={{
        answer: 'skip',
        consents: 'skip',
        signers: [],
        needed: false,
        // After the exposure only the paper says when it was signed.
        ...(isLate(target) ? {} : { signedAt: centerNow() }),
      }}
      // Enter confirms a date or ends a name; it must not send a form that is half filled in.
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
      onFinish={save}
    >
      <Card size="small">
        <TimingNotice target={target} />
        <ConsentFields />
        {empty ? <Alert type="error" showIcon title={t('consent.nothing')} className="dp-gap" /> : null}
        <Refusal error={error} />
        <Button type="primary" size="large" htmlType="submit" loading={isPending}>
          {t('consent.save')}
        </Button>
      </Card>
    </Form>
  );
}

/** Entry of one patient: find the study, then answer, explanation, consent, page, in the order of the paper. */
export function ConsentFormPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [target, setTarget] = useState<Target>();
  const [saved, setSaved] = useState<StationRecordsWritten>();
  const choose = useCallback((next: Target | undefined) => {
    setSaved(undefined);
    setTarget(next);
  }, []);
  const late = saved?.rows.some(({ entry }) => entry === 'late-unreviewed') ?? false;
  return (
    <>
      <Title title={t('consent.add')}>
        <Link to="/consent">{t('menu.consent')}</Link>
      </Title>
      {saved === undefined ? (
        <>
          <ChooseStudy target={target} given={params.get('study')} onTarget={choose} />
          {target === undefined ? null : <EntryForm target={target} onSaved={setSaved} />}
        </>
      ) : (
        <Alert
          type={late ? 'warning' : 'success'}
          showIcon
          title={t(late ? 'consent.savedLate' : 'consent.saved', { n: saved.rows.length })}
          action={
            <Button type="primary" onClick={() => choose(undefined)}>
              {t('consent.another')}
            </Button>
          }
        />
      )}
    </>
  );
}
