// node --expose-gc bench.mjs [--cold] ENGINE WORKLOAD:TASK: one line of JSON, see README.md.

import { engines } from './engines.mjs';
import { memory, task } from './tasks.mjs';

// A task that takes longer than this is run once: there is nothing to warm up.
const LONG_MS = 10_000;
// After the first run, for each of warming up and measuring.
const BUDGET_MS = { warmUp: 2_000, measure: 4_000 };
const WARM_UPS = 10;
const RUNS = { least: 3, most: 25 };

const cold = process.argv.includes('--cold');
const [engineName, name] = process.argv.slice(2).filter((argument) => argument !== '--cold');
if (globalThis.gc === undefined || !Object.hasOwn(engines, engineName) || !/^[\w-]+:\w+$/.test(name)) {
  console.error('node --expose-gc bench.mjs [--cold] yjs|ywasm WORKLOAD:TASK');
  process.exit(2);
}

const round = (ms) => +ms.toFixed(4);
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

let result;
const once = ({ prepare, run }) => {
  const prepared = prepare?.();
  globalThis.gc();
  const cpu = process.cpuUsage();
  const start = performance.now();
  result = run(prepared);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 };
};
// No more than `most`, and as many of them as `budget` allows for.
const repeat = (measured, { least, most }, budget) => {
  const times = [];
  const enough = performance.now() + budget;
  while (times.length < least || (times.length < most && performance.now() < enough)) times.push(once(measured));
  return times;
};

const measure = (measured) => {
  const first = once(measured);
  const line = { coldMs: round(first.ms), coldCpuMs: round(first.cpuMs) };
  if (!cold) {
    let times = [first];
    if (first.ms < LONG_MS) {
      repeat(measured, { least: 0, most: WARM_UPS }, BUDGET_MS.warmUp);
      times = repeat(measured, RUNS, BUDGET_MS.measure);
    }
    const ms = times.map((time) => time.ms);
    line.minMs = round(Math.min(...ms));
    line.ms = round(median(ms));
    line.cpuMs = round(median(times.map((time) => time.cpuMs)));
    line.runs = times.length;
  }
  if (measured.count !== undefined) line.count = measured.count;
  if (measured.size !== undefined) line.bytes = measured.size(result);
  if (!measured.check(result)) line.wrong = true;
  return line;
};

const engine = await engines[engineName]();
const [workload, what] = name.split(':');
let line;
if (what === 'memory') {
  line = memory(engine, workload);
} else {
  const measured = task(engine, name);
  line = measured === null ? { na: true } : measure(measured);
}
console.log(JSON.stringify({ engine: engineName, task: name, ...line }));
