/** What the agent itself writes into records that people read, Chinese first. */
export const agentWords = {
  /** Who wrote a draft and its later revisions. */
  who: 'agent',
  sawUp: '探测已恢复应答 The probe was answered again',
} as const;
