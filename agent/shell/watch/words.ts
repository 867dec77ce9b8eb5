/** What the agent itself writes into records that people read, Chinese first. */
export const agentWords = {
  /** Who wrote a draft and its later revisions. */
  who: 'agent',
  sawUp: '探测已恢复应答 The probe was answered again',
  gone: (probe: string): string =>
    `探测 ${probe} 已不在配置中，不会再看到其恢复 The probe ${probe} is not configured any more`,
  askedAgain: (probe: string): string => `探测 ${probe} 已恢复配置 The probe ${probe} is configured again`,
} as const;
