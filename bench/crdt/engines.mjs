// The peers, each behind the same few words.

const yjs = async () => {
  const Y = await import('yjs');
  const get = { text: 'getText', array: 'getArray', map: 'getMap' };
  const root = (doc, [name, kind]) => doc[get[kind]](name);
  return {
    // With a listener, every transaction is written as an update, as on a server that passes it on.
    open({ client, listen = false } = {}) {
      const doc = new Y.Doc();
      if (client !== undefined) doc.clientID = client;
      if (listen) doc.on('update', (update) => (doc.givenOut = (doc.givenOut ?? 0) + update.length));
      return doc;
    },
    close: (doc) => doc.destroy(),
    apply: (doc, update) => Y.applyUpdate(doc, update),
    applyV2: (doc, update) => Y.applyUpdateV2(doc, update),
    encode: (doc) => Y.encodeStateAsUpdate(doc),
    encodeV2: (doc) => Y.encodeStateAsUpdateV2(doc),
    diff: (doc, stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
    merge: (updates) => Y.mergeUpdates(updates),
    json: (doc, roots) => Object.fromEntries(Object.entries(roots).map((r) => [r[0], root(doc, r).toJSON()])),
    edit(doc, roots, ops, atOnce) {
      const type = root(doc, Object.entries(roots)[0]);
      const all = () => {
        for (const { kind, at, length, text, values } of ops) {
          if (kind === 'delete') type.delete(at, length);
          else type.insert(at, text ?? values);
        }
      };
      if (atOnce) doc.transact(all);
      else all();
    },
  };
};

const ywasm = async () => {
  const { default: Y } = await import('ywasm');
  const get = { text: 'getText', array: 'getArray', map: 'getMap' };
  const root = (doc, [name, kind]) => doc[get[kind]](name);
  const json = (type, kind) => (kind === 'text' ? type.toString() : type.toJson());
  return {
    open({ client, listen = false } = {}) {
      const doc = new Y.YDoc(client === undefined ? {} : { clientID: client });
      let givenOut = 0;
      if (listen) doc.onUpdate((update) => (givenOut += update.length));
      return doc;
    },
    close: (doc) => doc.free(),
    apply: (doc, update) => Y.applyUpdate(doc, update),
    applyV2: (doc, update) => Y.applyUpdateV2(doc, update),
    encode: (doc) => Y.encodeStateAsUpdate(doc),
    encodeV2: (doc) => Y.encodeStateAsUpdateV2(doc),
    diff: (doc, stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
    // It cannot merge without a document.
    merge: null,
    json: (doc, roots) => Object.fromEntries(Object.entries(roots).map((r) => [r[0], json(root(doc, r), r[1])])),
    edit(doc, roots, ops, atOnce) {
      const [name, kind] = Object.entries(roots)[0];
      const type = root(doc, [name, kind]);
      const transaction = atOnce ? doc.beginTransaction() : undefined;
      for (const { kind, at, length, text, values } of ops) {
        if (kind === 'delete') type.delete(at, length, transaction);
        else if (kind === 'insert') type.insert(at, text, undefined, transaction);
        else type.insert(at, values, transaction);
      }
      transaction?.commit();
      transaction?.free();
    },
  };
};

export const engines = { yjs, ywasm };
