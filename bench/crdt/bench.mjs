// node --expose-gc bench.mjs [--cold] ENGINE WORKLOAD:TASK: one line of JSON, see README.md.

import { engines } from './engines.mjs';
import { memory, task } from './tasks.mjs';

// A task that takes longer than this is run once: there is nothing to warm up.
const LONG_MS = 10_000;
// After the first run, for each of warming up and measuring.
const BUDGET_MS = { warmUp: 2_000, measure: 4_000 };
const WARM_UPS = 10;
// A warm run is to take at least about so long, by doing the task several times: a collection leaves everything cold.
const RUN_MS = 20;
const PREPARING_MS = 200;
const MOST_TIMES = 1_000;
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
let open = [];
const prepareAll = ({ prepare, close }, times) => {
  // Documents are closed one run late: the last one is what is checked.
  if (close !== undefined) for (const doc of open) close(doc);
  open = Array.from({ length: times }, () => prepare?.());
};
const runAll = ({ run }) => {
  for (const prepared of open) result = run(prepared);
};
const once = (measured, times = 1) => {
  prepareAll(measured, times);
  globalThis.gc();
  const cpu = process.cpuUsage();
  const start = performance.now();
  runAll(measured);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms: ms / times, cpuMs: (user + system) / 1000 / times };
};
// As often as it takes for a run to be long enough, and for preparing it not to be too long.
const timesPerRun = (measured) => {
  const begin = performance.now();
  prepareAll(measured, 1);
  const start = performance.now();
  runAll(measured);
  const end = performance.now();
  const times = Math.min(RUN_MS / (end - start), PREPARING_MS / (start - begin));
  return Math.max(1, Math.min(MOST_TIMES, Math.floor(times)));
};
// No more than `most`, and as many of them as `budget` allows for.
const repeat = (measured, { least, most }, budget, times = 1) => {
  const timings = [];
  const enough = performance.now() + budget;
  while (timings.length < least || (timings.length < most && performance.now() < enough)) {
    timings.push(once(measured, times));
  }
  return timings;
};

const measure = (measured) => {
  const first = once(measured);
  const line = { coldMs: round(first.ms), coldCpuMs: round(first.cpuMs) };
  if (!cold) {
    let times = [first];
    if (first.ms < LONG_MS) {
      repeat(measured, { least: 0, most: WARM_UPS }, BUDGET_MS.warmUp);
      times = repeat(measured, RUNS, BUDGET_MS.measure, timesPerRun(measured));
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
