// The settings of notices: who is told, by which way, in which order.
import { literalUnion } from '@center/contract';
import { type Static, type TSchema, Type } from 'typebox';
import { ClockText, Host, Name, Path, Port, Url } from '../forms.ts';

const closed = { additionalProperties: false } as const;
const language = Type.Optional(literalUnion(['zh', 'en'] as const));
const addressPattern = '^[^\\s@<>",;]{1,64}@[^\\s@<>",;]{1,253}$';
const Address = Type.String({ pattern: addressPattern });

const MailReceiver = Type.Object(
  {
    name: Name,
    kind: Type.Literal('mail'),
    language,
    to: Type.Array(Address, { minItems: 1, maxItems: 50 }),
  },
  closed,
);
const WebhookReceiver = Type.Object(
  {
    name: Name,
    kind: Type.Literal('webhook'),
    language,
    url: Url,
    /** Key of the signature (HMAC-SHA256). */
    secretFile: Path,
    caFile: Type.Optional(Path),
  },
  closed,
);
const WeComReceiver = Type.Object({ name: Name, kind: Type.Literal('wecom'), language, urlFile: Path }, closed);
/** The robot's address holds its key: it stands in a file, as its secret does. */
const signedRobot = <K extends 'dingtalk' | 'feishu'>(kind: K) =>
  Type.Object(
    { name: Name, kind: Type.Literal(kind), language, urlFile: Path, secretFile: Type.Optional(Path) },
    closed,
  );
const DingTalkReceiver = signedRobot('dingtalk');
const FeishuReceiver = signedRobot('feishu');

/** By kind: so that nothing is said of another's settings. */
export const receiverForms: Readonly<Record<string, TSchema>> = {
  mail: MailReceiver,
  webhook: WebhookReceiver,
  wecom: WeComReceiver,
  dingtalk: DingTalkReceiver,
  feishu: FeishuReceiver,
};

export const NoticesForm = Type.Object(
  {
    mail: Type.Optional(
      Type.Object(
        {
          host: Host,
          port: Port,
          security: literalUnion(['tls', 'starttls', 'none'] as const),
          user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
          passwordFile: Type.Optional(Path),
          from: Address,
          caFile: Type.Optional(Path),
        },
        closed,
      ),
    ),
    receivers: Type.Array(
      Type.Union([MailReceiver, WebhookReceiver, WeComReceiver, DingTalkReceiver, FeishuReceiver]),
      { minItems: 1, maxItems: 50 },
    ),
    /** Who is told when; left out: every receiver, at once. */
    chain: Type.Optional(
      Type.Array(
        Type.Object(
          {
            afterMinutes: Type.Integer({ minimum: 0, maximum: 10_080 }),
            receivers: Type.Array(Name, { minItems: 1 }),
            from: Type.Optional(literalUnion(['info', 'warning', 'critical'] as const)),
          },
          closed,
        ),
        { minItems: 1, maxItems: 10 },
      ),
    ),
    quietHours: Type.Optional(Type.Object({ from: ClockText, to: ClockText }, closed)),
    groupWaitSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 600 })),
    groupIntervalMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_440 })),
    repeatHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })),
    mostAnHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  },
  closed,
);
export type NoticesForm = Static<typeof NoticesForm>;

export const noticeWordsOfPatterns: Readonly<Record<string, string>> = {
  [addressPattern]: 'must be one mail address, like officer@center.example',
};

/** Examples of right values, by place. */
export const noticeExamples: Readonly<Record<string, string>> = {
  notices:
    '{"receivers": [{"name": "officer", "kind": "wecom", "urlFile": "secrets/wecom-robot"}], "chain": [{"afterMinutes": 0, "receivers": ["officer"]}]}',
  'notices.mail':
    '{"host": "smtp.center.example", "port": 465, "security": "tls", "user": "monitor", "passwordFile": "secrets/mail-password", "from": "monitor@center.example"}',
  'notices.mail.host': '"smtp.center.example"',
  'notices.mail.port': '465',
  'notices.mail.security': '"tls" (from the first byte) | "starttls" | "none" (only for a server on this machine)',
  'notices.mail.user': '"monitor"',
  'notices.mail.passwordFile': '"secrets/mail-password"',
  'notices.mail.from': '"monitor@center.example"',
  'notices.mail.caFile': '"secrets/mail-ca.pem"',
  'notices.receivers': '[{"name": "officer", "kind": "mail", "to": ["officer@center.example"]}]',
  'notices.receivers.#':
    '{"name": "officer", "kind": "mail", "to": ["officer@center.example"]} | {"name": "ops", "kind": "webhook", "url": "https://ops.example/notices", "secretFile": "secrets/webhook"} | {"name": "group", "kind": "dingtalk", "urlFile": "secrets/dingtalk-url", "secretFile": "secrets/dingtalk-secret"}',
  'notices.receivers.#.kind': '"mail" | "webhook" | "wecom" | "dingtalk" | "feishu"',
  'notices.receivers.#.name': '"officer"',
  'notices.receivers.#.language': '"zh"',
  'notices.receivers.#.to': '["officer@center.example"]',
  'notices.receivers.#.to.#': '"officer@center.example"',
  'notices.receivers.#.url': '"https://ops.example/notices"',
  'notices.receivers.#.urlFile': '"secrets/robot-url" (a file that holds the robot’s whole address)',
  'notices.receivers.#.secretFile': '"secrets/robot-secret"',
  'notices.receivers.#.caFile': '"secrets/webhook-ca.pem"',
  'notices.chain':
    '[{"afterMinutes": 0, "receivers": ["officer"]}, {"afterMinutes": 30, "receivers": ["director"], "from": "critical"}]',
  'notices.chain.#': '{"afterMinutes": 30, "receivers": ["director"], "from": "critical"}',
  'notices.chain.#.afterMinutes': '30',
  'notices.chain.#.receivers': '["officer"]',
  'notices.chain.#.receivers.#': '"officer"',
  'notices.chain.#.from': '"warning"',
  'notices.quietHours': '{"from": "22:00", "to": "07:00"}',
  'notices.quietHours.from': '"22:00"',
  'notices.quietHours.to': '"07:00"',
  'notices.groupWaitSeconds': '30',
  'notices.groupIntervalMinutes': '5',
  'notices.repeatHours': '4',
  'notices.mostAnHour': '12',
};
