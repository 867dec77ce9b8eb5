import '@center/contract/node-floor';

// Compiled code is kept beside the dependencies: the next start takes about half the time, and what strips the types stays out of memory.
// Where the folder cannot be written, nothing is kept and everything works. Flushed early, because a power cut leaves no time at the end.
const { enableCompileCache, flushCompileCache } = await import('node:module');
enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/compile`);
setTimeout(flushCompileCache, 10_000).unref();

// The agent is a guest on somebody else's machine: its heap grows in small steps, which costs a few percent of time and saves a third of the memory.
const { setFlagsFromString } = await import('node:v8');
setFlagsFromString('--heap-growing-percent=25');

// After the floor, never beside it: a static import would load the program on a Node that cannot run it.
const { main } = await import('./cli.ts');
process.exitCode = await main(process.argv.slice(2));
