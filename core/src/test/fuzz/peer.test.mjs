// Proves the peer against the test vectors: what it says must be what the vectors say. They are looked for where the
// Java tests have them, or in the folder that the environment names: VECTORS=… npm test.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = process.env.VECTORS ?? fileURLToPath(new URL('../resources/yjs', import.meta.url));
// What the vectors call a receiver.
const RECEIVER = 99999999;

// ----------------------------------------------------------------------------------------------------------- the peer

const peer = spawn(process.execPath, [fileURLToPath(new URL('peer.mjs', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
after(() => peer.stdin.end());
const waiting = [];
let text = '';
peer.stdout.setEncoding('utf8').on('data', (chunk) => {
  const lines = (text + chunk).split('\n');
  text = lines.pop();
  for (const line of lines) waiting.shift()(JSON.parse(line));
});
const ask = (request) => {
  peer.stdin.write(JSON.stringify(request) + '\n');
  return new Promise((resolve) => waiting.push(resolve));
};
// A session of its own: none of these commands may fail.
const session = async (...commands) => {
  const answers = await ask([{ do: 'reset' }, ...commands.flat()]);
  for (const answer of answers) assert.equal(answer.error, undefined);
  return answers.slice(1);
};

// -------------------------------------------------------------------------------------------------------- the vectors

const files = new Map(readdirSync(folder).map((name) => [name, `${folder}/${name}`]));
const load = (name) => JSON.parse(readFileSync(files.get(name), 'utf8'));

// Runs once for each case of a file. The peer speaks base64: `bytes` turns what the file has into that.
const cases = (name, check) => {
  const file = load(name);
  const bytes = file.bytes === 'base64' ? (b) => b : (b) => Buffer.from(b, 'hex').toString('base64');
  test(name, async () => {
    for (const vector of file.cases) {
      try {
        await check(vector, bytes);
      } catch (error) {
        error.message = `${vector.name}: ${error.message}`;
        throw error;
      }
    }
  });
};

// The vectors have some fields only where they say something.
const agrees = (actual, expected) => {
  for (const [key, value] of Object.entries(expected)) assert.deepEqual(actual[key], value, key);
};
const toBytes = (fields, bytes) => Object.fromEntries(Object.entries(fields).map(([k, b]) => [k, bytes(b)]));
const open = (options) => ({ do: 'open', doc: 'd', client: RECEIVER, passive: true, ...options });
const apply = (update) => ({ do: 'apply', doc: 'd', update });
const STATE = { do: 'state', doc: 'd' };
const again = (update, emitted) => assert.deepEqual(emitted, [update]);

// A set of events: of one transaction each observer's, those of one root in any order. Types that are gone have their
// class for a kind in the vectors ("YArray").
const KINDS = /"\$type":"Y(\w)(\w*)"/g;
const eventSet = (lists) => {
  const sorted = lists.map(({ root, events }) => ({ root, events: events.map(canonical).sort() }));
  return sorted.sort((a, b) => (a.root < b.root ? -1 : 1));
};
const canonical = (value) =>
  JSON.stringify(sortKeys(value)).replace(KINDS, (_, first, rest) => `"$type":"${first.toLowerCase()}${rest}"`);
const sortKeys = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
};

describe('the peer says what the vectors say', () => {
  cases('edits.json', async ({ client, gc, roots, steps, expected }) => {
    const answers = await session(
      open({ client, gc, roots }),
      steps.map(({ ops, apply: update }) => (ops ? { do: 'edit', doc: 'd', ops } : apply(update))),
      STATE,
    );
    const state = answers.pop();
    steps.forEach(({ emitted }, i) => assert.deepEqual(answers[i + 1].emitted, emitted, `step ${i}`));
    const { state: bytes, snapshot, ...rest } = expected;
    agrees(state, { ...bytes, ...rest, ...(snapshot && { snapshotV1: snapshot }) });
  });

  cases('documents.json', async (vector, bytes) => {
    const { roots, steps, withoutGc, pending, then } = vector;
    const clients = [...new Set(steps.map(({ client }) => client).filter((client) => client !== undefined))];
    let unseen = [];
    const received = [];
    await session(clients.map((client) => open({ doc: `${client}`, client, passive: false, roots })));
    const tell = (update, author) =>
      clients.filter((c) => c !== author).map((c) => ({ do: 'apply', doc: `${c}`, update }));
    for (const { client, ops, emitted, concurrent, update } of steps) {
      if (update !== undefined) {
        received.push(bytes(update));
        continue;
      }
      if (!concurrent && unseen.length > 0) await ask(unseen.splice(0));
      const [edited] = await ask([{ do: 'edit', doc: `${client}`, ops }]);
      assert.deepEqual(
        edited.emitted,
        emitted.map((e) => toBytes(e, bytes)),
      );
      for (const { v1 } of edited.emitted) {
        received.push(v1);
        unseen.push(...tell(v1, client));
      }
      if (!concurrent) await ask(unseen.splice(0));
    }
    const check = async (
      { stateV1, stateV2, stateVector, snapshotV1, snapshotV2, structs, deletes, json, tree },
      gc,
      more,
    ) => {
      const answers = await session(open({ roots, gc }), [...received, ...more].map(apply), STATE, {
        do: 'parse',
        update: bytes(stateV1),
      });
      const parsed = answers.pop();
      const state = answers.pop();
      agrees(state, { v1: bytes(stateV1), v2: bytes(stateV2) });
      if (json) agrees(state, { ...toBytes({ stateVector, snapshotV1, snapshotV2 }, bytes), json, tree });
      agrees(parsed, { structs, ...(deletes && { deletes }) });
      return state;
    };
    const state = await check(vector, true, []);
    if (withoutGc) await check(withoutGc, false, []);
    if (pending) {
      agrees(state.pendingStructs, { missing: pending.missing, updateV2: bytes(pending.updateV2) });
      await check(then, true, [bytes(then.update)]);
    }
  });

  for (const name of [...files.keys()].filter((name) => name.startsWith('sessions-'))) {
    cases(name, async ({ roots, updates, updatesV2, expected, orders, bulk, withoutGc }) => {
      const parts = ({ json, tree, stateVector, snapshot, state }) => ({
        ...state,
        ...(json && { json }),
        ...(tree && { tree }),
        ...(stateVector && { stateVector }),
        ...(snapshot && { snapshotV1: snapshot }),
      });
      for (const { order, state, tree } of orders) {
        const known = await session(
          open({ roots }),
          order.map((i) => apply(updates[i])),
          STATE,
        );
        agrees(known.at(-1), parts({ ...expected, ...(state && { state }), ...(tree && { tree }) }));
      }
      if (withoutGc) {
        const known = await session(open({ roots, gc: false }), updates.map(apply), STATE);
        agrees(known.at(-1), parts(withoutGc));
      }
      if (updatesV2) {
        const second = updatesV2.map((update) => ({ ...apply(update), format: 2 }));
        agrees((await session(open({ roots }), second, STATE)).at(-1), expected.state);
      }
      const [{ update: all }, { update: rest }] = await session(
        { do: 'merge', updates },
        { do: 'merge', updates: updates.slice(bulk.cut) },
      );
      assert.deepEqual([all, rest], [bulk.all.v1 ?? bulk.all, bulk.rest.v1 ?? bulk.rest]);
      const watched = await session(
        open({ roots }),
        updates.slice(0, bulk.cut).map(apply),
        { do: 'events', doc: 'd', on: true },
        apply(rest),
        STATE,
      );
      assert.deepEqual(eventSet(watched.at(-2).events), eventSet(bulk.events), 'events');
      agrees(watched.at(-1), bulk.state ?? expected.state);
    });
  }

  cases('events.json', async ({ roots, steps, shuffled }) => {
    const watch = { do: 'events', doc: 'd', on: true };
    const answers = await session(
      open({ roots }),
      watch,
      steps.map(({ update }) => apply(update)),
    );
    steps.forEach(({ update, events, emitted }, i) => {
      const answer = answers[i + 2];
      assert.deepEqual(eventSet(answer.events), eventSet(events), `events of step ${i}`);
      if (emitted) assert.deepEqual(answer.emitted, emitted, `step ${i}`);
      else
        again(
          update,
          answer.emitted.map(({ v1 }) => v1),
        );
    });
    const delivered = await session(
      open({ roots }),
      shuffled.order.map((i) => apply(steps[i].update)),
    );
    assert.deepEqual(
      delivered.slice(1).map(({ emitted }) => emitted.map(({ v1 }) => v1)),
      shuffled.emitted,
    );
  });

  cases('cleanup.json', async ({ roots, steps, expected, passive }) => {
    const run = (options) =>
      session(
        open({ roots, ...options }),
        steps.map(({ update }) => apply(update)),
        STATE,
      );
    const active = await run({ passive: false });
    steps.forEach(({ update, emitted }, i) =>
      assert.deepEqual(
        active[i + 1].emitted.map(({ v1 }) => v1),
        emitted ?? [update],
        `step ${i}`,
      ),
    );
    agrees(active.at(-1), { v1: expected.state, tree: expected.tree });
    agrees((await run({ passive: true })).at(-1), { v1: passive.state, tree: passive.tree ?? expected.tree });
  });

  cases('merge.json', async (vector, bytes) => {
    for (const { snapshot, update, contains } of vector.rows ?? []) {
      const [answer] = await session({ do: 'contains', snapshot: bytes(snapshot), update: bytes(update) });
      assert.deepEqual(answer, { contains });
    }
    for (const { stateVector, diff, diffV2 } of vector.diffs ?? []) {
      const [first, second] = await session(
        { do: 'diffUpdate', update: bytes(vector.update), stateVector: bytes(stateVector) },
        { do: 'diffUpdate', update: bytes(vector.updateV2), stateVector: bytes(stateVector), format: 2 },
      );
      assert.deepEqual([first.update, second.update], [bytes(diff), bytes(diffV2)]);
    }
    if (!vector.merged) return;
    const { merged, mergedV2, from, to, stateVector, stateVectorFromV2, v1ToV2, v2ToV1, structs, deletes } = vector;
    const [v1, v2, sv1, sv2, to2, to1, parsed] = await session(
      { do: 'merge', updates: vector.updates.map(bytes) },
      { do: 'merge', updates: vector.updatesV2.map(bytes), format: 2 },
      { do: 'stateVectorFromUpdate', update: bytes(merged) },
      { do: 'stateVectorFromUpdate', update: bytes(mergedV2), format: 2 },
      { do: 'convert', update: bytes(merged) },
      { do: 'convert', update: bytes(mergedV2), format: 2 },
      { do: 'parse', update: bytes(merged) },
    );
    assert.deepEqual([v1.update, v2.update], [bytes(merged), bytes(mergedV2)]);
    assert.deepEqual([sv1.stateVector, sv2.stateVector], [bytes(stateVector), bytes(stateVectorFromV2)]);
    assert.deepEqual([to2.update, to1.update], [bytes(v1ToV2), bytes(v2ToV1)]);
    const sorted = (clocks) => [...clocks].sort(([a], [b]) => b - a);
    agrees(parsed, { from: sorted(from), to: sorted(to), ...(structs && { structs, deletes }) });
  });

  cases('snapshots.json', async ({ roots, updates, snapshots, diffs = [] }, bytes) => {
    await session(open({ roots, gc: false }));
    for (const [i, update] of updates.entries()) {
      await ask(apply(bytes(update)));
      for (const expected of snapshots.filter(({ afterUpdate }) => afterUpdate === i)) {
        agrees(await ask({ do: 'snapshot', doc: 'd' }), toBytes({ v1: expected.v1, v2: expected.v2 }, bytes));
      }
    }
    for (const { v1, v2, json, tree, restoredState, restoredStateV2 } of snapshots) {
      for (const [snapshot, format] of [
        [v1, 1],
        [v2, 2],
      ]) {
        const restore = {
          do: 'restore',
          doc: 'd',
          snapshot: bytes(snapshot),
          format,
          as: 'then',
          client: RECEIVER,
          roots,
        };
        const [restored, state] = await ask([restore, { ...STATE, doc: 'then' }]);
        assert.equal(restored.error, undefined);
        agrees(state, { v1: bytes(restoredState), v2: bytes(restoredStateV2), json, tree });
      }
    }
    for (const { from, to, delta } of diffs) {
      const at = (index) => snapshots.find(({ afterUpdate }) => afterUpdate === index);
      const [snapshot, before] = [to, from].map((k) => (k === undefined ? k : bytes(at(k).v1)));
      const answer = await ask({ do: 'delta', doc: 'd', at: [Object.keys(roots)[0]], snapshot, before });
      assert.deepEqual(answer.delta, delta);
    }
  });

  cases('positions.json', async ({ roots, root, before, after: later = [], positions }, bytes) => {
    await session(open({ roots }), before.map(bytes).map(apply));
    const resolve = ({ bytes: b }) => ask({ do: 'resolve', doc: 'd', bytes: bytes(b) });
    for (const expected of positions) {
      if (expected.index !== undefined) {
        const made = await ask({ do: 'position', doc: 'd', at: [root], index: expected.index, assoc: expected.assoc });
        assert.deepEqual(made, { bytes: bytes(expected.bytes), json: expected.json });
      }
      assert.equal((await resolve(expected)).position?.index ?? null, expected.resolvesTo);
    }
    await ask(later.map(bytes).map(apply));
    for (const expected of positions.filter(({ laterTo }) => laterTo !== undefined)) {
      assert.equal((await resolve(expected)).position?.index ?? null, expected.laterTo);
    }
  });

  cases('undo.json', async (vector, bytes) => {
    const { roots, client, trackedOrigin, captureTimeout, ignoreRemoteMapChanges, steps, state, tree } = vector;
    const manager = { origins: [trackedOrigin], captureTimeout, ignoreRemoteMapChanges };
    await session(open({ roots, client, passive: false }), { do: 'undoOpen', doc: 'd', ...manager });
    for (const [i, { do: what, ops, updates, emitted, undoStack, redoStack, json }] of steps.entries()) {
      const commands = {
        edit: () => [{ do: 'edit', doc: 'd', ops, origin: trackedOrigin }],
        untracked: () => [{ do: 'edit', doc: 'd', ops, origin: 'other' }],
        remote: () => updates.map(bytes).map(apply),
        undo: () => [{ do: 'undo', doc: 'd' }],
        redo: () => [{ do: 'redo', doc: 'd' }],
      }[what]();
      const answers = await ask([...commands, { ...STATE, only: ['json'] }]);
      agrees(answers.pop(), { json });
      if (emitted) {
        const given = answers.flatMap((answer) => answer.emitted.map(({ v1 }) => v1));
        assert.deepEqual(given, emitted.map(bytes), `step ${i}`);
      }
      if (answers.length > 0) agrees(answers.at(-1), { undoStack, redoStack });
    }
    agrees((await ask([STATE]))[0], { v1: bytes(state.v1 ?? state), tree });
  });

  const { base } = load('malformed.json');
  cases('malformed.json', async (vector, bytes) => {
    const only = ['v1', 'pendingStructs', 'pendingDeletesV2'];
    const attempt = async (update) => {
      const commands = [open({}), apply(bytes(base)), { ...apply(update), format: vector.format }, { ...STATE, only }];
      const [answer, state] = (await ask(commands)).slice(2);
      return { ...state, result: answer.error === undefined ? 'ok' : 'error', emitted: answer.emitted };
    };
    if (vector.rows) {
      const truncated = vector.name.startsWith('truncated');
      for (const [place, ...row] of vector.rows) {
        const broken = Buffer.from(vector.update, 'hex');
        if (!truncated) broken[place] ^= row.shift();
        const [result, state] = row;
        const answer = await attempt((truncated ? broken.subarray(0, place) : broken).toString('base64'));
        agrees(answer, { result });
        // Some break the document so that Yjs can no longer write it.
        if (state || answer.v1 !== undefined) agrees(answer, { v1: bytes(state || base) });
      }
    } else if (vector.update !== undefined && vector.afterwards === undefined) {
      const { update, result, state, emitted, pendingStructs, pendingDeletesV2 } = vector;
      const answer = await attempt(bytes(update));
      agrees(answer, { result, v1: bytes(state ?? base) });
      if (emitted)
        assert.deepEqual(
          answer.emitted.map(({ v1 }) => v1),
          emitted.map(bytes),
        );
      if (pendingStructs) {
        const { missing, updateV2 } = pendingStructs;
        agrees(answer.pendingStructs, { missing, updateV2: bytes(updateV2) });
      }
      if (pendingDeletesV2) agrees(answer, { pendingDeletesV2: bytes(pendingDeletesV2) });
    }
  });
});

describe('the peer', () => {
  test('answers a command that fails, and goes on', async () => {
    const answers = await ask([{ do: 'state', doc: 'nobody' }, { do: 'dance' }, { do: 'reset' }]);

    assert.deepEqual(answers, [
      { error: "there is no document 'nobody'" },
      { error: "there is no command 'dance'" },
      {},
    ]);
  });

  test('tells what an edit did before it failed, once', async () => {
    const insert = { op: 'text.insert', at: ['t'], index: 0, text: 'a\u2028b' };
    await session(open({ roots: { t: 'text' } }));

    const failed = await ask({ do: 'edit', doc: 'd', ops: [insert, { op: 'array.push', at: ['a'], values: [] }] });
    const next = await ask({ do: 'edit', doc: 'd', ops: [] });

    assert.equal(failed.emitted.length, 1);
    assert.match(failed.error, /no type at \["a"\]/);
    assert.deepEqual(next, { emitted: [] });
  });

  test('joins edits into one step of undoing only while its clock stands still', async () => {
    const edit = { do: 'edit', doc: 'd', ops: [{ op: 'text.insert', at: ['t'], index: 0, text: 'x' }] };
    const answers = await session(open({ roots: { t: 'text' } }), { do: 'undoOpen', doc: 'd', captureTimeout: 500 }, [
      edit,
      { do: 'clock', advance: 499 },
      edit,
      { do: 'clock', advance: 500 },
      edit,
    ]);

    assert.deepEqual(answers.map(({ undoStack }) => undoStack).filter(Boolean), [1, 1, 2]);
  });
});
