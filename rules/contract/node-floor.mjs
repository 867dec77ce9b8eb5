// The floor every entry stands on. An entry imports this first and everything else afterwards, by `await import(…)`:
// static imports are loaded together, and the native add-ons crash an older Node before it could say a word.
// For the same reason this file imports nothing and uses only syntax that a very old Node understands.
var floor = 24;
var running = process.versions.node;

if (Number(running.split('.')[0]) < floor) {
  process.stderr.write(
    '本程序需要 Node.js ' +
      floor +
      ' 或更高版本，当前为 ' +
      running +
      '。请在项目目录先运行 npm ci，再用 npm start 或 npm run 启动，它们自带合适的 Node.js。\n' +
      'This program needs Node.js ' +
      floor +
      ' or later; this is ' +
      running +
      '. In the project folder run npm ci, then start it with npm start or npm run, which bring the right Node.js.\n',
  );
  process.exit(1);
}
