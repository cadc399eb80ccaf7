// Values, trees, events and structs in the notation of the test vectors (core/src/test/resources/yjs/README.md).

import * as Y from 'yjs';

export const toBase64 = (bytes) => Buffer.from(bytes).toString('base64');
// A copy that is nothing but a Uint8Array: Yjs goes by the constructor.
export const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));

const KINDS = new Map([
  [Y.Array, 'array'],
  [Y.Map, 'map'],
  [Y.Text, 'text'],
  [Y.XmlElement, 'xmlElement'],
  [Y.XmlFragment, 'xmlFragment'],
  [Y.XmlHook, 'xmlHook'],
  [Y.XmlText, 'xmlText'],
]);
export const kindOf = (type) => KINDS.get(type.constructor) ?? 'unknown';

const ROOTS = new Map([
  ['array', Y.Array],
  ['map', Y.Map],
  ['text', Y.Text],
  ['xml', Y.XmlFragment],
  ['xmlElement', Y.XmlElement],
  ['xmlText', Y.XmlText],
]);
export const defineRoot = (doc, name, kind) => {
  if (!ROOTS.has(kind)) throw new Error(`a root cannot be a '${kind}'`);
  return doc.get(name, ROOTS.get(kind));
};

// Not by assignment: "__proto__" is a key like any other.
const mapMembers = (object, f) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value)]));

// ------------------------------------------------------------------------------------------------------------ writing

const writeNumber = (value) => {
  if (Object.is(value, -0)) return { $number: '-0' };
  return Number.isFinite(value) ? value : { $number: String(value) };
};

const writeDoc = ({ guid, autoLoad, gc, meta }) => ({
  $doc: { guid, ...(autoLoad && { autoLoad }), ...(!gc && { gc }), ...(meta !== null && { meta: write(meta) }) },
});

const shallow = (type) => ({ $type: kindOf(type) });

// `writeType` decides how much of a nested type is shown.
export const write = (value, writeType = shallow) => {
  if (value === undefined) return { $undefined: true };
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Y.AbstractType) return writeType(value);
  if (value instanceof Y.Doc) return writeDoc(value);
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('hex') };
  if (Array.isArray(value)) return value.map((item) => write(item, writeType));
  return mapMembers(value, (member) => write(member, writeType));
};

export const writeDelta = (delta, writeType = shallow) =>
  delta.map(({ insert, attributes, ...op }) => ({
    ...op,
    ...(insert !== undefined && { insert: write(insert, writeType) }),
    ...(attributes !== undefined && { attributes: write(attributes, writeType) }),
  }));

const attributesOf = (type) => mapMembers(type.getAttributes(), (value) => write(value, tree));

// The whole content of a type.
export const tree = (type) => {
  const $type = kindOf(type);
  switch ($type) {
    case 'array':
      return { $type, items: write(type.toArray(), tree) };
    case 'map':
      return { $type, entries: entriesOf(type) };
    case 'xmlHook':
      return { $type, name: type.hookName, entries: entriesOf(type) };
    case 'xmlFragment':
      return { $type, children: write(type.toArray(), tree) };
    case 'xmlElement':
      return { $type, name: type.nodeName, attributes: attributesOf(type), children: write(type.toArray(), tree) };
    case 'text':
    case 'xmlText': {
      const attributes = attributesOf(type);
      const delta = writeDelta(type.toDelta(), tree);
      return { $type, delta, ...(Object.keys(attributes).length > 0 && { attributes }) };
    }
    default:
      return { $type };
  }
};
const entriesOf = (map) => Object.fromEntries([...map.entries()].map(([key, value]) => [key, write(value, tree)]));

export const target = (type) =>
  type._item === null ? { root: Y.findRootTypeKey(type) } : { id: [type._item.id.client, type._item.id.clock] };

// Yjs deletes formats that it finds to be useless while it computes the delta of a text event; this takes that back, so
// that a document which is watched stays the same as one which is not.
const deltaWithoutTraces = (event) => {
  const { doc } = event.target;
  const before = doc._transaction;
  const transaction = new Y.Transaction(doc, null, true);
  doc._transaction = transaction;
  try {
    return event.delta;
  } finally {
    doc._transaction = before;
    for (const [client, ranges] of transaction.deleteSet.clients) {
      for (const { clock } of ranges) Y.getItem(doc.store, Y.createID(client, clock)).deleted = false;
    }
  }
};

export const writeEvent = (event, traces) => {
  const keys = new Map();
  for (const [key, { action, oldValue }] of event.keys) {
    keys.set(key, action === 'add' ? { action } : { action, oldValue: write(oldValue) });
  }
  return {
    target: target(event.target),
    kind: kindOf(event.target),
    path: event.path,
    ...(keys.size > 0 && { keys: Object.fromEntries(keys) }),
    delta: writeDelta(traces || !(event.target instanceof Y.Text) ? event.delta : deltaWithoutTraces(event)),
  };
};

const id = (value) => value && [value.client, value.clock];

const CONTENTS = new Map([
  [Y.ContentAny, ({ arr }) => ({ any: write(arr) })],
  [Y.ContentBinary, ({ content }) => ({ binary: write(content) })],
  [Y.ContentDeleted, ({ len }) => ({ deleted: len })],
  [Y.ContentDoc, ({ doc, opts }) => ({ doc: doc.guid, opts: write(opts) })],
  [Y.ContentEmbed, ({ embed }) => ({ embed: write(embed) })],
  [Y.ContentFormat, ({ key, value }) => ({ format: [key, write(value)] })],
  [Y.ContentJSON, ({ arr }) => ({ json: write(arr) })],
  [Y.ContentString, ({ str }) => ({ string: str })],
  [
    Y.ContentType,
    ({ type }) => {
      const name = type.nodeName ?? type.hookName;
      return { type: kindOf(type), ...(name !== undefined && { name }) };
    },
  ],
]);

export const writeStruct = (struct) => {
  const common = { id: id(struct.id), len: struct.length };
  if (struct instanceof Y.GC) return { kind: 'gc', ...common };
  if (struct instanceof Y.Skip) return { kind: 'skip', ...common };
  const { origin, rightOrigin, parent, parentSub, content } = struct;
  return {
    kind: 'item',
    ...common,
    origin: id(origin),
    rightOrigin: id(rightOrigin),
    ...(parent !== null && { parent: typeof parent === 'string' ? parent : id(parent) }),
    ...(parentSub !== null && { parentSub }),
    content: CONTENTS.get(content.constructor)(content),
  };
};

// [[client, …], …], clients from the highest down.
export const byClient = (map, f = (value) => value) =>
  [...map].sort(([a], [b]) => b - a).map(([client, value]) => [client, f(value)]);

// ------------------------------------------------------------------------------------------------------------ reading

export const read = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(read);
  if (value.$undefined === true) return undefined;
  if (value.$number !== undefined) return Number(value.$number);
  if (value.$bigint !== undefined) return BigInt(value.$bigint);
  if (value.$bytes !== undefined) return new Uint8Array(Buffer.from(value.$bytes, 'hex'));
  if (value.$new !== undefined) return make(value);
  return mapMembers(value, read);
};

export const readDelta = (delta) =>
  delta.map((op) => ({
    ...op,
    ...(op.insert !== undefined && { insert: read(op.insert) }),
    ...(op.attributes !== undefined && { attributes: read(op.attributes) }),
  }));

// Yjs keeps what a new type holds and puts it in when the type itself is integrated.
const filled = (type, { items, entries, delta, children, attributes }) => {
  if (items) type.insert(0, read(items));
  if (children) type.insert(0, read(children));
  if (delta) type.applyDelta(readDelta(delta));
  for (const [key, value] of Object.entries(entries ?? {})) type.set(key, read(value));
  for (const [key, value] of Object.entries(attributes ?? {})) type.setAttribute(key, read(value));
  return type;
};

const make = (description) => {
  const { $new, name, guid, opts } = description;
  switch ($new) {
    case 'array':
      return filled(new Y.Array(), description);
    case 'map':
      return filled(new Y.Map(), description);
    case 'text':
      return filled(new Y.Text(), description);
    case 'xmlText':
      return filled(new Y.XmlText(), description);
    case 'xmlElement':
      return filled(new Y.XmlElement(name), description);
    case 'xmlFragment':
      return filled(new Y.XmlFragment(), description);
    case 'xmlHook':
      return filled(new Y.XmlHook(name), description);
    case 'doc':
      return new Y.Doc({ guid, ...read(opts ?? {}) });
    default:
      throw new Error(`there is no type '${$new}'`);
  }
};
