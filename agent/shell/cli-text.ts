/** What the command line says to a person: Chinese first, English second. */
export const cliText = {
  usage: (names: readonly string[]): string =>
    `用法：npm run -s agent -- 命令 …　命令：${names.join('、')}
Usage: npm run -s agent -- COMMAND …  commands: ${names.join(', ')}
  scan PATH…              不连接平台，判定影像文件 judges files without any console
  facts PATH…             每个文件一行 JSON one JSON line per file
  run --config FILE       作为服务运行 runs as a service
  enroll URL CODE         用登记码向平台登记 enrols at a console with a one-time code
  echo HOST PORT --called AE   C-ECHO 连接测试 connection test toward a PACS
  probe-pacs --config FILE     实测一个 PACS 的能力 finds out by asking what a PACS can do
  verify [--data DIR]     核对账本的链 walks the ledger's chain
  rebuild-archive [--data DIR]   由观察记录重建归档派生表 folds the tables of the archive anew`,
  factsUsage:
    '用法：agent facts 路径…（文件或文件夹，每个文件输出一行 JSON）\nUsage: agent facts PATH… (files or folders; one JSON line per file)',
} as const;
