// The workloads: those of the traces folder, and those that inputs.mjs makes in the same formats (README.md).

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as decoding from 'lib0/decoding';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folders = [process.env.TRACES ?? here('../../../shared/vectors/traces'), process.env.INPUTS ?? here('inputs')];

const workloads = new Map();
for (const folder of folders.filter((folder) => existsSync(join(folder, 'index.json')))) {
  const { workloads: found } = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
  for (const workload of found) workloads.set(workload.name, { ...workload, folder });
}

export const workload = (name) => {
  const found = workloads.get(name);
  if (found === undefined) throw new Error(`no workload '${name}' in ${folders.join(' or ')} (TRACES, INPUTS)`);
  return found;
};

export const bytes = ({ folder }, { file }) => new Uint8Array(gunzipSync(readFileSync(join(folder, file))));

const readAll = (content, read) => {
  const decoder = decoding.createDecoder(content);
  const list = [];
  while (decoding.hasContent(decoder)) list.push(read(decoder));
  return list;
};

export const updates = (workload) => readAll(bytes(workload, workload.updates), decoding.readVarUint8Array);

const KINDS = ['insert', 'delete', 'values'];
export const ops = (workload) =>
  readAll(bytes(workload, workload.ops), (decoder) => {
    const kind = KINDS[decoding.readVarUint(decoder)];
    const at = decoding.readVarUint(decoder);
    if (kind === 'delete') return { kind, at, length: decoding.readVarUint(decoder) };
    const text = decoding.readVarString(decoder);
    return kind === 'insert' ? { kind, at, text } : { kind, at, values: JSON.parse(text) };
  });

const sortKeys = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key])]));
};

// What `jsonSha256` in an index is made of.
export const canonical = (json) => JSON.stringify(sortKeys(json));
export const sha256 = (json) => createHash('sha256').update(canonical(json)).digest('hex');
