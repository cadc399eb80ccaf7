// The edits of the test vectors ("Edits" in core/src/test/resources/yjs/README.md), done to a document.

import * as Y from 'yjs';
import { read, readDelta } from './values.mjs';

// The type that stands at an index of a text.
const embedded = (text, index) => {
  let at = 0;
  for (let item = text._start; item !== null && at <= index; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (at === index) return item.content.type;
    at += item.length;
  }
  return undefined;
};

const child = (type, step) => {
  if (type instanceof Y.Map) return type.get(step);
  if (typeof step === 'string') return type.getAttribute(step);
  return type instanceof Y.Text ? embedded(type, step) : type.get(step);
};

// The root's name, then for each level a key or an index.
export const typeAt = (doc, [root, ...steps]) => {
  const type = steps.reduce(
    (parent, step) => (parent instanceof Y.AbstractType ? child(parent, step) : undefined),
    doc.share.get(root),
  );
  if (!(type instanceof Y.AbstractType)) throw new Error(`there is no type at ${JSON.stringify([root, ...steps])}`);
  return type;
};

const attributesOf = ({ attributes }) => (attributes === undefined ? undefined : read(attributes));

const OPS = {
  'text.insert': (type, op) => type.insert(op.index, op.text, attributesOf(op)),
  'text.embed': (type, op) => type.insertEmbed(op.index, read(op.embed), attributesOf(op)),
  'text.format': (type, op) => type.format(op.index, op.length, attributesOf(op)),
  'text.delete': (type, op) => type.delete(op.index, op.length),
  'text.delta': (type, op) => type.applyDelta(readDelta(op.delta)),
  'text.setAttribute': (type, op) => type.setAttribute(op.key, read(op.value)),
  'text.removeAttribute': (type, op) => type.removeAttribute(op.key),
  'array.insert': (type, op) => type.insert(op.index, read(op.values)),
  'array.push': (type, op) => type.push(read(op.values)),
  'array.delete': (type, op) => type.delete(op.index, op.length),
  'map.set': (type, op) => type.set(op.key, read(op.value)),
  'map.delete': (type, op) => type.delete(op.key),
  'map.clear': (type) => type.clear(),
  'xml.insert': (type, op) => type.insert(op.index, read(op.nodes)),
  'xml.delete': (type, op) => type.delete(op.index, op.length),
  'xml.setAttribute': (type, op) => type.setAttribute(op.key, read(op.value)),
  'xml.removeAttribute': (type, op) => type.removeAttribute(op.key),
};

export const edit = (doc, op) => {
  if (!Object.hasOwn(OPS, op.op)) throw new Error(`there is no edit '${op.op}'`);
  OPS[op.op](typeAt(doc, op.at), op);
};
