/** What the command line says to a person: Chinese first, English second. */
export const cliText = {
  usage: (names: readonly string[]): string =>
    `用法：agent <命令> …　命令：${names.join('、')}\nUsage: agent <command> …  commands: ${names.join(', ')}`,
  factsUsage:
    '用法：agent facts 路径…（文件或文件夹，每个文件输出一行 JSON）\nUsage: agent facts PATH… (files or folders; one JSON line per file)',
} as const;
