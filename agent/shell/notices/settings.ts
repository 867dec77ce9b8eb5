import type { NoticeRules } from '../../core/index.ts';

export type NoticeLanguage = 'zh' | 'en';

interface Common {
  readonly name: string;
  readonly language: NoticeLanguage;
}
/** Robots of group chats: the address holds the robot's key, so it is a secret and stands in a file. */
export type RobotKind = 'wecom' | 'dingtalk' | 'feishu';
export type Receiver =
  | (Common & { readonly kind: 'mail'; readonly to: readonly string[] })
  | (Common & { readonly kind: 'webhook'; readonly url: string; readonly secretFile: string; readonly caFile?: string })
  | (Common & {
      readonly kind: RobotKind;
      readonly urlFile: string;
      /** Key of the robot's signature (加签, 签名校验); WeCom has none. */
      readonly secretFile?: string;
    });

/** The mail server of the center. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` demanded before anything is said, `none` only for a server on this machine. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string;
  readonly passwordFile?: string;
  readonly from: string;
  readonly caFile?: string;
}

export interface NoticeSettings {
  readonly receivers: readonly Receiver[];
  readonly mail?: MailServer;
  readonly rules: NoticeRules;
}

export type { NoticeRules };
