import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useDisplayWords } from './display-context.ts';
import { fill } from './words/shape.ts';

/** What the server said to a form: done, or why not, in the page's language. */
export type FormOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly message: string };

function useOutcome<T>(act: (values: T) => Promise<FormOutcome>) {
  const words = useDisplayWords();
  const [refusal, setRefusal] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (values: T): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const outcome = await act(values);
      if (outcome.kind === 'refused') setRefusal(outcome.message);
    } catch (error) {
      setRefusal(error instanceof TypeError ? words.message.unreachable : words.message.unknown);
    } finally {
      setBusy(false);
    }
  };
  return { refusal, busy, submit };
}

export interface SignInFormProps {
  readonly onSignIn: (name: string, password: string) => Promise<FormOutcome>;
}

/** Name and password; a refusal stands above the fields. */
export function SignInForm({ onSignIn }: SignInFormProps) {
  const words = useDisplayWords();
  const { refusal, busy, submit } = useOutcome((values: { name: string; password: string }) =>
    onSignIn(values.name.trim(), values.password),
  );
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(values: { name: string; password: string }) => void submit(values)}
    >
      {refusal === undefined ? null : <Alert type="error" showIcon role="alert" title={refusal} className="dp-gap" />}
      <Form.Item name="name" label={words.sign.name} rules={[{ required: true, message: words.sign.nameNeeded }]}>
        <Input autoComplete="username" autoFocus spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="password"
        label={words.sign.password}
        rules={[{ required: true, message: words.sign.passwordNeeded }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {words.sign.signIn}
      </Button>
    </Form>
  );
}

export interface ChangePasswordFormProps {
  readonly onChange: (current: string, next: string) => Promise<FormOutcome>;
  /** Says that nothing else is possible before the change. */
  readonly forced?: boolean;
  /** Fewest characters of a new password. */
  readonly minimumLength?: number;
}

interface PasswordEntries {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

/** Current password and the new one twice. */
export function ChangePasswordForm({ onChange, forced = false, minimumLength = 10 }: ChangePasswordFormProps) {
  const words = useDisplayWords();
  const { refusal, busy, submit } = useOutcome((values: PasswordEntries) => onChange(values.current, values.next));
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values: PasswordEntries) => void submit(values)}>
      {forced ? <Alert type="info" showIcon title={words.sign.changeForced} className="dp-gap" /> : null}
      {refusal === undefined ? null : <Alert type="error" showIcon role="alert" title={refusal} className="dp-gap" />}
      <Form.Item
        name="current"
        label={words.sign.current}
        rules={[{ required: true, message: words.sign.passwordNeeded }]}
      >
        <Input.Password autoComplete="current-password" autoFocus />
      </Form.Item>
      <Form.Item
        name="next"
        label={words.sign.next}
        extra={fill(words.sign.nextHint, { n: minimumLength })}
        dependencies={['current']}
        rules={[
          { required: true, min: minimumLength, message: fill(words.sign.tooShort, { n: minimumLength }) },
          ({ getFieldValue }) => ({
            validator: async (_rule, value: string) => {
              if (value !== '' && value === getFieldValue('current')) throw new Error(words.sign.same);
              await Promise.resolve();
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={words.sign.again}
        dependencies={['next']}
        rules={[
          { required: true, message: words.sign.differs },
          ({ getFieldValue }) => ({
            validator: async (_rule, value: string) => {
              if (value !== getFieldValue('next')) throw new Error(words.sign.differs);
              await Promise.resolve();
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {words.sign.change}
      </Button>
    </Form>
  );
}
