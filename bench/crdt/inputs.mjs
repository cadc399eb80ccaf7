// node inputs.mjs [FOLDER]: makes the workloads of many clients, from a fixed seed, in the formats of the traces.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { canonical, sha256 } from './workloads.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('inputs', import.meta.url));
const ROOTS = { text: 'text' };
// One below every random number: it must come from nobody else.
const TYPIST = 1;

// Client numbers as Yjs draws them: any of 32 bits. Xorshift32, so that all runs and languages have the same ones.
let random = 0x9e3779b9;
const nextRandom = () => {
  random ^= random << 13;
  random ^= random >>> 17;
  random ^= random << 5;
  return random >>> 0;
};
const clients = (count) => {
  const drawn = new Set();
  while (drawn.size < count) {
    const client = nextRandom();
    if (client > TYPIST) drawn.add(client);
  }
  return [...drawn];
};
const letter = (i) => String.fromCharCode(97 + (i % 26));

const file = (name, content) => {
  const zipped = gzipSync(content, { level: 9 });
  writeFileSync(join(folder, name), zipped);
  return { file: name, bytes: content.length, gzBytes: zipped.length };
};
const log = (name, updates) => {
  const encoder = encoding.createEncoder();
  for (const update of updates) encoding.writeVarUint8Array(encoder, update);
  return { ...file(name, encoding.toUint8Array(encoder)), count: updates.length };
};
const expected = (text, count) => {
  const json = canonical({ text });
  return { jsonSha256: sha256({ text }), jsonBytes: Buffer.byteLength(json), clients: count };
};

// Everybody's letter in one transaction: Yjs copies the state vector for each, and 50,000 copies of it take minutes.
const everybody = (ids) => {
  const doc = new Y.Doc();
  const text = doc.getText('text');
  doc.transact(() =>
    ids.forEach((client, i) => {
      doc.clientID = client;
      text.insert(i, letter(i));
    }),
  );
  return doc;
};

// By hand for the same reason: one letter behind another one, as Yjs writes it.
const STRING_WITH_ORIGIN = 0x84;
const typed = (clock, origin, text) =>
  encoding.encode((encoder) => {
    const numbers = (...list) => list.forEach((number) => encoding.writeVarUint(encoder, number));
    numbers(1, 1, TYPIST, clock);
    encoding.writeUint8(encoder, STRING_WITH_ORIGIN);
    numbers(...origin);
    encoding.writeVarString(encoder, text);
    numbers(0);
  });

const clients50k = () => {
  const ids = clients(50_000);
  const doc = everybody(ids);
  const stream = Array.from({ length: 200 }, (_, i) =>
    typed(i, i === 0 ? [ids[ids.length - 1], 0] : [TYPIST, i - 1], letter(i)),
  );
  const text = doc.getText('text').toString() + stream.map((_, i) => letter(i)).join('');
  return {
    name: 'clients50k',
    note: 'a text to which 50,000 clients gave a letter each; then one client types 200 letters at its end',
    roots: ROOTS,
    base: file('clients50k-base-v1.bin.gz', Y.encodeStateAsUpdate(doc)),
    updates: log('clients50k-updates.bin.gz', stream),
    expect: expected(text, ids.length + 1),
  };
};

const storm8k = () => {
  const ids = clients(8_000);
  const updates = ids.map((client, i) => {
    const doc = new Y.Doc();
    doc.clientID = client;
    doc.getText('text').insert(0, letter(i));
    return Y.encodeStateAsUpdate(doc);
  });
  // Of letters for the same place the one of the lowest client comes first.
  const order = ids.map((client, i) => ({ client, i })).sort((a, b) => a.client - b.client);
  return {
    name: 'storm8k',
    note: '8,000 clients each insert a letter at 0 of an empty text, unseen by each other',
    roots: ROOTS,
    updates: log('storm8k-updates.bin.gz', updates),
    expect: expected(order.map(({ i }) => letter(i)).join(''), ids.length),
  };
};

mkdirSync(folder, { recursive: true });
const index = { format: 1, workloads: [clients50k(), storm8k()] };
writeFileSync(join(folder, 'index.json'), JSON.stringify(index, null, 1) + '\n');
