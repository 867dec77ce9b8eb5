import type { Bilingual } from './language.ts';

/** What `agent probe-pacs` says. */
export const probeTexts = {
  usage: {
    zh: `用法：agent probe-pacs --config 文件 [选项]
对一个 PACS 逐项实测其能力（现场卡），写入账本并显示；每项为实测结果或“未测得：原因”。
  --pacs 名称            配置中的 PACS（只有一个时可省略）
  --study UID            一名中文姓名患者的检查；或
  --accession 号 --patient 号
  --old UID              很久无人调阅的检查（省略则自动选取）
  --commitment           测试存储承诺（个别 PACS 会记录或拒绝）
  --timeout 秒           每次请求的时限（默认 60）
  --json                 以 JSON 输出
  --no-save              不写入账本
  --lang zh|en           语言（默认随 LANG）
测 C-MOVE 与承诺回报时占用配置中 scp 通道的端口：监测程序正在运行时该两项未测得。
退出码：0 已测；1 PACS 无应答；2 参数或配置有误`,
    en: `Usage: agent probe-pacs --config FILE [options]
Finds out by asking what a PACS can do (the site card), keeps it in the ledger and shows it; each line is measured, or "not measured: why".
  --pacs NAME            the PACS of the configuration (may be left out when there is one)
  --study UID            a study of a patient with a Chinese name; or
  --accession NUMBER --patient ID
  --old UID              a study that nobody has looked at for long (found by itself when left out)
  --commitment           try storage commitment (some archives log or refuse it)
  --timeout SECONDS      limit of each request (60)
  --json                 output as JSON
  --no-save              do not keep it in the ledger
  --lang zh|en           language (by LANG)
C-MOVE and reports of commitment need the port of the scp channel: while the agent is running these lines are not measured.
Exit code: 0 measured; 1 the PACS does not answer; 2 wrong arguments or configuration`,
  },
  noPacs: {
    zh: '配置中没有可测的 PACS（dicomweb 或 dimse 通道）',
    en: 'The configuration has no PACS to measure (a dicomweb or dimse channel)',
  },
  whichPacs: {
    zh: '配置中有多个 PACS，请用 --pacs 指明',
    en: 'The configuration has several PACS; name one with --pacs',
  },
  wrongPeer: { zh: '连接参数有误，未发送任何内容', en: 'The address is wrong; nothing was sent' },
  needBoth: { zh: '--accession 与 --patient 须同时给出', en: '--accession and --patient are given together' },
  noUid: { zh: '不是有效的 UID', en: 'Not a UID' },
  heading: { zh: '现场卡', en: 'Site card' },
  saved: { zh: '已写入账本', en: 'Kept in the ledger' },
} as const satisfies Record<string, Bilingual>;
