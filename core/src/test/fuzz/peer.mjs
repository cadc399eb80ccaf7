// Real Yjs as a process, for the differential fuzzer: it holds any number of documents and does to them what it is told.
//
// One line of JSON on stdin, one on stdout, in order: a command {"do": "edit", "doc": "a", …} and its answer, or a list
// of commands and the list of their answers. A command that fails is answered with {"error": "…"} and, where it changes
// a document, with what it did by then. Bytes are base64; values, edits, trees, events and structs are written as in the
// test vectors (core/src/test/resources/yjs/README.md). `format` is that of the given bytes: 1 (left out) or 2. The
// process ends when stdin closes.
//
//   reset                                            drops all documents; the clock is not set back
//   open      doc client gc? passive? guid? roots?   passive: never tidies formats up after a change from elsewhere
//   roots     doc roots                              defines more: {name: text|array|map|xml|xmlText|xmlElement}
//   close     doc
//   client    doc client                             from now on the document writes under this number
//   edit      doc ops origin?                      → out          all ops in one transaction
//   apply     doc update format? origin?           → out
//   events    doc on traces?                         watches all roots; traces: lets Yjs delete formats while doing so
//   state     doc only?                            → v1 v2 stateVector snapshotV1 snapshotV2 json tree client
//                                                    pendingStructs? {missing, updateV2} pendingDeletesV2?
//                                                    only: the list of those that are wanted
//   diff      doc stateVector                      → v1 v2
//   snapshot  doc                                  → v1 v2
//   restore   doc snapshot format? as client roots? → out         of the new document `as`, whose gc is on
//   delta     doc at snapshot? before? format?     → delta
//   position  doc at index assoc?                  → bytes json
//   resolve   doc bytes|json follow?               → position: null or {type, index, assoc}, type as an event's target
//
//   merge                 updates format?          → update
//   diffUpdate            update stateVector format? → update
//   stateVectorFromUpdate update format?           → stateVector
//   convert               update format?           → update       in the other format
//   parse                 update format?           → structs deletes from to
//   contains              snapshot update          → contains     both in format 1
//
//   undoOpen  doc origins? scope? captureTimeout? ignoreRemoteMapChanges?
//                                                    scope: a list of `at`; left out: all roots. captureTimeout: 0
//   undo      doc                                  → out did
//   redo      doc                                  → out did
//   undoClear doc undo? redo?                      → out
//   undoStop  doc                                    the next edit begins a step of its own
//   undoClose doc
//   clock     advance                                milliseconds; the time of undo managers stands still otherwise
//
// out: emitted [{v1, v2}], the updates given out, one a transaction; and where there is something to say: events
// [{root, events}] (while watched), subdocs [{added, removed, loaded}] (guids), undoStack and redoStack (sizes, with a
// manager), client (if Yjs took a new number because an update from elsewhere was written under its own).

import { advance } from './clock.mjs';
import * as Y from 'yjs';
import { edit, typeAt } from './edits.mjs';
import { Replica } from './replica.mjs';
import { byClient, fromBase64, target, toBase64, tree, writeDelta, writeStruct } from './values.mjs';

// stdout belongs to the answers; Yjs prints there when it changes its client number.
console.log = console.error;

const FORMATS = {
  1: {
    apply: Y.applyUpdate,
    merge: Y.mergeUpdates,
    diff: Y.diffUpdate,
    stateVector: Y.encodeStateVectorFromUpdate,
    convert: Y.convertUpdateFormatV1ToV2,
    decode: Y.decodeUpdate,
    meta: Y.parseUpdateMeta,
    snapshot: Y.decodeSnapshot,
  },
  2: {
    apply: Y.applyUpdateV2,
    merge: Y.mergeUpdatesV2,
    diff: Y.diffUpdateV2,
    stateVector: Y.encodeStateVectorFromUpdateV2,
    convert: Y.convertUpdateFormatV2ToV1,
    decode: Y.decodeUpdateV2,
    meta: Y.parseUpdateMetaV2,
    snapshot: Y.decodeSnapshotV2,
  },
};
const formatOf = ({ format = 1 }) => {
  if (!Object.hasOwn(FORMATS, format)) throw new Error(`there is no format ${format}`);
  return FORMATS[format];
};

const replicas = new Map();

const replica = (name) => {
  const found = replicas.get(name);
  if (found === undefined) throw new Error(`there is no document '${name}'`);
  return found;
};

const open = (name, options) => {
  if (!Number.isSafeInteger(options.client)) throw new Error('a document needs a client number');
  replicas.get(name)?.doc.destroy();
  replicas.set(name, new Replica(options));
  return replicas.get(name);
};

const manager = (replica) => {
  if (replica.manager === null) throw new Error('the document has no undo manager');
  return replica.manager;
};

const PARTS = {
  v1: ({ doc }) => toBase64(Y.encodeStateAsUpdate(doc)),
  v2: ({ doc }) => toBase64(Y.encodeStateAsUpdateV2(doc)),
  stateVector: ({ doc }) => toBase64(Y.encodeStateVector(doc)),
  snapshotV1: ({ doc }) => toBase64(Y.encodeSnapshot(Y.snapshot(doc))),
  snapshotV2: ({ doc }) => toBase64(Y.encodeSnapshotV2(Y.snapshot(doc))),
  json: (replica) => replica.json(),
  tree: ({ roots }) => Object.fromEntries([...roots].map(([name, root]) => [name, tree(root)])),
  client: ({ doc }) => doc.clientID,
  pendingStructs: ({ doc: { store } }) =>
    store.pendingStructs && {
      missing: byClient(store.pendingStructs.missing),
      updateV2: toBase64(store.pendingStructs.update),
    },
  pendingDeletesV2: ({ doc: { store } }) => store.pendingDs && toBase64(store.pendingDs),
};

const snapshotOrNone = (bytes, format) => (bytes === undefined ? undefined : format.snapshot(fromBase64(bytes)));

// What a command returns is its answer; those in `changing` also tell what they set in motion.
const commands = {
  reset() {
    for (const { doc } of replicas.values()) doc.destroy();
    replicas.clear();
  },
  open({ doc, ...options }) {
    open(doc, options);
  },
  roots({ doc, roots }) {
    replica(doc).define(roots);
  },
  close({ doc }) {
    replica(doc).doc.destroy();
    replicas.delete(doc);
  },
  client({ doc, client }) {
    const changed = replica(doc);
    changed.client = changed.doc.clientID = client;
  },
  edit({ doc: name, ops, origin = null }) {
    const { doc } = replica(name);
    doc.transact(() => ops.forEach((op) => edit(doc, op)), origin);
  },
  apply({ doc, update, origin = null, ...options }) {
    formatOf(options).apply(replica(doc).doc, fromBase64(update), origin);
  },
  events({ doc, on, traces = false }) {
    if (on) replica(doc).watch(traces);
    else replica(doc).unwatch();
  },
  state({ doc, only = Object.keys(PARTS) }) {
    const shown = replica(doc);
    const parts = only.map((name) => [name, PARTS[name](shown)]);
    return Object.fromEntries(parts.filter(([, part]) => part !== null));
  },
  diff({ doc: name, stateVector }) {
    const { doc } = replica(name);
    const known = fromBase64(stateVector);
    return { v1: toBase64(Y.encodeStateAsUpdate(doc, known)), v2: toBase64(Y.encodeStateAsUpdateV2(doc, known)) };
  },

  merge: ({ updates, ...options }) => ({ update: toBase64(formatOf(options).merge(updates.map(fromBase64))) }),
  diffUpdate: ({ update, stateVector, ...options }) => ({
    update: toBase64(formatOf(options).diff(fromBase64(update), fromBase64(stateVector))),
  }),
  stateVectorFromUpdate: ({ update, ...options }) => ({
    stateVector: toBase64(formatOf(options).stateVector(fromBase64(update))),
  }),
  convert: ({ update, ...options }) => ({ update: toBase64(formatOf(options).convert(fromBase64(update))) }),
  parse({ update, ...options }) {
    const { structs, ds } = formatOf(options).decode(fromBase64(update));
    const { from, to } = formatOf(options).meta(fromBase64(update));
    return {
      structs: structs.map(writeStruct),
      deletes: byClient(ds.clients, (ranges) => ranges.map(({ clock, len }) => [clock, len])),
      from: byClient(from),
      to: byClient(to),
    };
  },

  snapshot({ doc }) {
    const { snapshotV1: v1, snapshotV2: v2 } = commands.state({ doc, only: ['snapshotV1', 'snapshotV2'] });
    return { v1, v2 };
  },
  contains: ({ snapshot, update }) => ({
    contains: Y.snapshotContainsUpdate(Y.decodeSnapshot(fromBase64(snapshot)), fromBase64(update)),
  }),
  restore({ doc, snapshot, as, client, roots, ...options }) {
    const restored = open(as, { client, roots });
    Y.createDocFromSnapshot(replica(doc).doc, formatOf(options).snapshot(fromBase64(snapshot)), restored.doc);
    return restored.take();
  },
  delta({ doc, at, snapshot, before, ...options }) {
    const now = snapshotOrNone(snapshot, formatOf(options));
    return {
      delta: writeDelta(typeAt(replica(doc).doc, at).toDelta(now, snapshotOrNone(before, formatOf(options))), tree),
    };
  },

  position({ doc, at, index, assoc = 0 }) {
    const position = Y.createRelativePositionFromTypeIndex(typeAt(replica(doc).doc, at), index, assoc);
    return { bytes: toBase64(Y.encodeRelativePosition(position)), json: Y.relativePositionToJSON(position) };
  },
  resolve({ doc, bytes, json, follow = true }) {
    const position = json ? Y.createRelativePositionFromJSON(json) : Y.decodeRelativePosition(fromBase64(bytes));
    const found = Y.createAbsolutePositionFromRelativePosition(position, replica(doc).doc, follow);
    return { position: found && { type: target(found.type), index: found.index, assoc: found.assoc } };
  },

  undoOpen({ doc, origins = [null], scope, captureTimeout = 0, ignoreRemoteMapChanges = false }) {
    const watched = replica(doc);
    watched.manager?.destroy();
    watched.manager = new Y.UndoManager(scope?.map((at) => typeAt(watched.doc, at)) ?? [...watched.roots.values()], {
      trackedOrigins: new Set(origins),
      captureTimeout,
      ignoreRemoteMapChanges,
    });
  },
  undo: ({ doc }) => ({ did: manager(replica(doc)).undo() !== null }),
  redo: ({ doc }) => ({ did: manager(replica(doc)).redo() !== null }),
  undoClear({ doc, undo = true, redo = true }) {
    manager(replica(doc)).clear(undo, redo);
  },
  undoStop({ doc }) {
    manager(replica(doc)).stopCapturing();
  },
  undoClose({ doc }) {
    manager(replica(doc)).destroy();
    replica(doc).manager = null;
  },
  clock({ advance: millis }) {
    advance(millis);
  },
};
const changing = new Set(['edit', 'apply', 'undo', 'redo', 'undoClear']);

const execute = (command) => {
  const answer = {};
  try {
    if (!Object.hasOwn(commands, command.do)) throw new Error(`there is no command '${command.do}'`);
    Object.assign(answer, commands[command.do](command));
  } catch (error) {
    answer.error = error instanceof Error ? error.message || error.name : String(error);
  }
  // After a failure too: what was done by then must not turn up in the next answer.
  if (changing.has(command.do) && replicas.has(command.doc)) Object.assign(answer, replicas.get(command.doc).take());
  return answer;
};

const respond = (line) => {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = Array.isArray(request) ? request.map(execute) : execute(request);
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
};

// Not readline: it takes U+2028 for the end of a line, which JSON lets stand in a string.
const LINE_FEED = 10;
let unfinished = [];
const receive = (chunk) => {
  let from = 0;
  for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
    const line = Buffer.concat([...unfinished, chunk.subarray(from, end)]);
    unfinished = [];
    from = end + 1;
    respond(line.toString('utf8'));
  }
  unfinished.push(chunk.subarray(from));
};

// Whoever started us is gone: nobody to answer.
process.stdout.on('error', () => process.exit(1));
process.stdin.on('data', receive).on('end', () => process.exit(0));
