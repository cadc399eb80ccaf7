// One document of a session: a Y.Doc that remembers what it gave out since it was last asked.

import * as Y from 'yjs';
import { defineRoot, toBase64, write, writeEvent } from './values.mjs';

export class Replica {
  roots = new Map();
  manager = null;
  watching = null;
  #emitted = [];
  #events = [];
  #subdocs = [];
  #observers = [];

  constructor({ client, gc = true, passive = false, guid, roots = {} }) {
    this.doc = new Y.Doc({ gc, ...(guid !== undefined && { guid }) });
    this.client = this.doc.clientID = client;
    // The last moment before Yjs would tidy up.
    if (passive) this.doc.on('afterTransaction', (transaction) => (transaction._needFormattingCleanup = false));
    this.doc.on('update', (update) => this.#emitted.push({ v1: toBase64(update) }));
    // Yjs always gives out the second format right after the first one.
    this.doc.on('updateV2', (update) => (this.#emitted.at(-1).v2 = toBase64(update)));
    this.doc.on('subdocs', (changes) => {
      const guids = (docs) => [...docs].map(({ guid }) => guid);
      this.#subdocs.push(Object.fromEntries(Object.entries(changes).map(([key, docs]) => [key, guids(docs)])));
    });
    this.define(roots);
  }

  define(roots) {
    for (const [name, kind] of Object.entries(roots)) {
      this.roots.set(name, defineRoot(this.doc, name, kind));
      if (this.watching) this.#observe(name);
    }
  }

  watch(traces) {
    this.unwatch();
    this.watching = { traces };
    for (const name of this.roots.keys()) this.#observe(name);
  }

  unwatch() {
    this.watching = null;
    for (const stop of this.#observers.splice(0)) stop();
  }

  #observe(name) {
    const root = this.roots.get(name);
    const { traces } = this.watching;
    const observer = (events) =>
      this.#events.push({ root: name, events: events.map((event) => writeEvent(event, traces)) });
    root.observeDeep(observer);
    this.#observers.push(() => root.unobserveDeep(observer));
  }

  // What happened since the last time. Fields that say nothing are left out, except the updates.
  take() {
    const emitted = this.#emitted.splice(0);
    const events = this.#events.splice(0);
    const subdocs = this.#subdocs.splice(0);
    const client = this.doc.clientID;
    const changed = client !== this.client;
    this.client = client;
    return {
      emitted,
      ...(this.watching && { events }),
      ...(subdocs.length > 0 && { subdocs }),
      ...(this.manager && { undoStack: this.manager.undoStack.length, redoStack: this.manager.redoStack.length }),
      ...(changed && { client }),
    };
  }

  json() {
    return Object.fromEntries([...this.roots].map(([name, root]) => [name, write(root.toJSON())]));
  }
}
