import '@center/contract/node-floor';

// After the floor, never beside it: a static import would load the program on a Node that cannot run it.
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv.slice(2));
