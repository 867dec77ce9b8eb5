import type { ChannelCard } from '../archive-port.ts';

/** A receiver proves nothing of what is kept: what came past here may be gone there. */
export const scpCard: ChannelCard = {
  kind: 'scp',
  proves: [],
  headers: 'bytes',
  cost: {
    zh: '不向 PACS 发出任何请求；由设备或 PACS 转发每个对象，像素读过即弃。',
    en: 'Asks the PACS for nothing; devices or the PACS forward every object, and its pixels are dropped as they come.',
  },
  says: {
    zh: '实时看到每个对象设备原样写下的文件头、检查执行步骤（MPPS）和存储承诺报告；转发失败不会重发，须与归档核对。',
    en: 'Sees at once every header as the device wrote it, performed steps (MPPS) and reports of storage commitment; routers do not send again, so the archive must be asked as well.',
  },
};
