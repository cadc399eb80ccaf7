// What can be measured on a workload, as {prepare, run, close, check}: `run` is timed on what a fresh `prepare` made, `check`
// says of what `run` gave whether it is right. Everything else that a task needs is done before the first run.

import { bytes, ops, sha256, updates, workload } from './workloads.mjs';

// The client whose edits the traces hold.
const EDITOR = 1000001;

const is = (engine, doc, { roots, expect }) => sha256(engine.json(doc, roots)) === expect.jsonSha256;

const opened = (engine, fill, options) => {
  const doc = engine.open(options);
  for (const update of fill) engine.apply(doc, update);
  return doc;
};

// A task whose run changes a document.
const changing = (engine, w, prepare, run, more = {}) => ({
  prepare,
  run: (doc) => (run(doc), doc),
  close: engine.close,
  check: (doc) => is(engine, doc, w),
  ...more,
});

// A task whose run makes bytes out of something, and how they become a document again.
const writing = (engine, w, run, reader) => ({
  run,
  check: (update) => is(engine, reader(update), w),
  size: (update) => update.length,
});

const local = (engine, w, atOnce) => {
  const edits = ops(w);
  const prepare = () => engine.open({ client: EDITOR, listen: true });
  return changing(engine, w, prepare, (doc) => engine.edit(doc, w.roots, edits, atOnce), { count: edits.length });
};

const apply = (engine, w) => {
  const base = w.base ? [bytes(w, w.base)] : [];
  const log = updates(w);
  const run = (doc) => log.forEach((update) => engine.apply(doc, update));
  return changing(engine, w, () => opened(engine, base, { listen: true }), run, { count: log.length });
};

const encode = (engine, w, method, load) => {
  const doc = opened(engine, [bytes(w, w.stateV1)]);
  const again = (update) => {
    const copy = engine.open();
    engine[load](copy, update);
    return copy;
  };
  return writing(engine, w, () => engine[method](doc), again);
};

const load = (engine, w, state, method) => {
  const update = bytes(w, w[state]);
  return changing(
    engine,
    w,
    () => engine.open(),
    (doc) => engine[method](doc, update),
  );
};

const toJson = (engine, w) => {
  const doc = opened(engine, [bytes(w, w.stateV1)]);
  return { run: () => engine.json(doc, w.roots), check: (json) => sha256(json) === w.expect.jsonSha256 };
};

const diff = (engine, w, behind) => {
  const { stateVector } = w.behind.find(({ updates }) => updates === behind);
  const known = new Uint8Array(Buffer.from(stateVector, 'base64'));
  const doc = opened(engine, [bytes(w, w.stateV1)]);
  const late = (update) => opened(engine, [...updates(w).slice(0, -behind), update]);
  return writing(engine, w, () => engine.diff(doc, known), late);
};

const merge = (engine, w, count) => {
  if (engine.merge === null) return null;
  const first = updates(w).slice(0, count);
  const show = (doc) => sha256(engine.json(doc, w.roots));
  const check = (update) => show(opened(engine, [update])) === show(opened(engine, first));
  return { run: () => engine.merge(first), check, size: (update) => update.length, count };
};

// How a room is recovered: a state, and what came in after it.
const TAIL = 1000;
const tail = (engine, w) => {
  const log = updates(w);
  const before = opened(engine, log.slice(0, -TAIL));
  const recovery = [engine.encode(before), ...log.slice(-TAIL)];
  engine.close(before);
  const run = (doc) => recovery.forEach((update) => engine.apply(doc, update));
  return changing(engine, w, () => engine.open(), run, { count: TAIL });
};

const TASKS = {
  local: (engine, w) => local(engine, w, false),
  local1tx: (engine, w) => local(engine, w, true),
  apply,
  encodeV1: (engine, w) => encode(engine, w, 'encode', 'apply'),
  encodeV2: (engine, w) => encode(engine, w, 'encodeV2', 'applyV2'),
  loadV1: (engine, w) => load(engine, w, 'stateV1', 'apply'),
  loadV2: (engine, w) => load(engine, w, 'stateV2', 'applyV2'),
  toJson,
  diff100: (engine, w) => diff(engine, w, 100),
  diff1000: (engine, w) => diff(engine, w, 1000),
  merge1k: (engine, w) => merge(engine, w, 1_000),
  merge10k: (engine, w) => merge(engine, w, 10_000),
  tail,
};

// "b4:apply"; null if the engine cannot do it.
export const task = (engine, name) => {
  const [where, what] = name.split(':');
  if (!Object.hasOwn(TASKS, what)) throw new Error(`there is no task '${what}'`);
  return TASKS[what](engine, workload(where));
};

// The live heap that a loaded document takes, over so many of them.
const COPIES = 10;
const heap = () => {
  for (let i = 0; i < 4; i++) globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { live: heapUsed + external, rss };
};
export const memory = (engine, name) => {
  const w = workload(name);
  const state = bytes(w, w.stateV1);
  const load = () => opened(engine, [state]);
  engine.close(load());
  const before = heap();
  const docs = Array.from({ length: COPIES }, load);
  const after = heap();
  const mebibytes = (field) => +((after[field] - before[field]) / COPIES / 2 ** 20).toFixed(3);
  const right = docs.every((doc) => is(engine, doc, w));
  return {
    heapMiBPerDoc: mebibytes('live'),
    rssMiBPerDoc: mebibytes('rss'),
    docs: COPIES,
    ...(!right && { wrong: true }),
  };
};
