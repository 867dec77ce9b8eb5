// What the starter says, Chinese first.
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export const both = ({ zh, en }: Words): string => `${zh}\n  ${en}`;

export const usage = `用法 Usage:  npm start [-- 选项 options]
  （无选项）            生成并读取示范影像中心    builds and judges a demonstration center
  --archive DIR         读取影像文件夹（只读）     reads a folder of DICOM files, read-only
  --dicomweb URL        读取 DICOMweb 归档         reads an archive over DICOMweb
  --scp PORT            接收 C-STORE（本机回环）   receives C-STORE on loopback
  --data DIR            数据文件夹，默认 ./data    data folder
  --console-port N --station-port N --receiver-port N   端口，默认 7400 7401 7402   ports
  --studies N           示范检查数，默认 200       studies of the demonstration
`;

export const words = {
  badOption: (detail: string): Words => ({
    zh: `选项有误：${detail}（npm start -- --help 列出全部选项）`,
    en: `Wrong option: ${detail} (npm start -- --help lists the options)`,
  }),
  portTaken: (port: number, option: string): Words => ({
    zh: `端口 ${String(port)} 已被占用。请停止占用它的程序，或用 ${option} 换一个端口。`,
    en: `Port ${String(port)} is in use. Stop the program that uses it, or choose another one with ${option}.`,
  }),
  folderMissing: (path: string): Words => ({
    zh: `文件夹不存在或不可读：${path}`,
    en: `The folder is missing or cannot be read: ${path}`,
  }),
  dataUnusable: (path: string, fault: string): Words => ({
    zh: `数据文件夹不能建立或不能写入：${path}（${fault}）。请用 --data 指定另一个文件夹。`,
    en: `The data folder cannot be made or written to: ${path} (${fault}). Name another folder with --data.`,
  }),
  consoleForgot: (data: string): Words => ({
    zh: `${data}/console 中的监管端不认识 ${data}/agent 中已登记的站点：监管端的数据被删除或换过。请恢复 ${data}/console，或用 --data 指定一个新文件夹重新开始。`,
    en: `The console in ${data}/console does not know the enrolled agent in ${data}/agent: its data were deleted or replaced. Restore ${data}/console, or begin anew with another folder by --data.`,
  }),
  samePort: (port: number): Words => ({
    zh: `端口 ${String(port)} 被指定了两次；监管端、站点、接收端各需一个端口。`,
    en: `Port ${String(port)} is named twice; console, station and receiver each need a port of their own.`,
  }),
  badUrl: (text: string): Words => ({
    zh: `不是 http(s) 地址：${text}，例如 http://127.0.0.1:8042/dicom-web`,
    en: `Not an http(s) address: ${text}; expected like http://127.0.0.1:8042/dicom-web`,
  }),
  otherInput: (folder: string, kept: string): Words => ({
    zh: `${folder} 中已有另一来源（${kept}）的数据。请用 --data 指定另一个文件夹。`,
    en: `${folder} already holds the data of another input (${kept}). Name another folder with --data.`,
  }),
  pages: { zh: '正在生成页面…', en: 'Building the pages…' },
  fixtures: (studies: number): Words => ({
    zh: `正在生成示范影像中心（${String(studies)} 个检查）…`,
    en: `Building a demonstration center (${String(studies)} studies)…`,
  }),
  pagesFailed: { zh: '页面生成失败，见上。', en: 'The pages could not be built, see above.' },
  starting: { zh: '正在启动监管端和站点…', en: 'Starting the console and the station…' },
  enrolling: {
    zh: '站点登记：示范管理员核对指纹并确认（记入审计）',
    en: 'Enrolling: the demonstration administrator compares the fingerprint and confirms (audited)',
  },
  enrolByHand: (url: string): Words => ({
    zh: `站点尚未登记，而首次密码已不在手边。请在 ${url} 签发登记码，再运行 npm run -s agent -- enroll。`,
    en: `The agent is not enrolled and the first password is not at hand. Make an enrolment code at ${url} and run npm run -s agent -- enroll.`,
  }),
  passwordForgotten: {
    zh: '监管端密码只在首次启动时显示；重置：npm run -s console -- user reset admin --data 数据文件夹/console',
    en: 'The console password is shown at the first start only; to reset it: npm run -s console -- user reset admin --data FOLDER/console',
  },
  reading: (studies: number, objects: number): Words => ({
    zh: `正在读取：${String(objects)} 个对象，${String(studies)} 个检查`,
    en: `Reading: ${String(objects)} objects, ${String(studies)} studies`,
  }),
  stopping: { zh: '正在停止…', en: 'Stopping…' },
  stopped: { zh: '已停止。下次启动从此处继续。', en: 'Stopped. The next start goes on from here.' },
  partEnded: {
    zh: '一个程序意外结束，全部停止。日志见数据文件夹。',
    en: 'A program ended unexpectedly; everything stops. See the logs in the data folder.',
  },
} as const;
