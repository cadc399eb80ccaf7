// One real Yjs client as a process of its own: y-websocket's provider on a document with one text. A test steers it by
// JSON lines: a command on stdin, {"id": 1, "do": "insert", "at": 0, "text": "a"}, is answered on stdout under its id,
// with {"id": 1, ...} or {"id": 1, "error": "..."}. Answers come when they hold, so not always in the order of the
// commands. stderr is for people. The process leaves when it is told to or when its stdin closes, so it cannot outlive
// the test that started it.

import { createInterface } from 'node:readline';
import { format, isDeepStrictEqual, parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const USAGE = `peer.mjs URL ROOM
  --client-id N       the Yjs client number; random otherwise
  --param KEY=VALUE   a query parameter; may be repeated
  --protocol NAME     a WebSocket subprotocol; may be repeated
  --header NAME=VALUE a header of the upgrade request; may be repeated
  --no-awareness      has no presence, so it never hears the echo of its own
  --offline           does not connect before the command "connect"`;

// How long a command of the kind await-... waits unless it says so itself with "within".
const PATIENCE_MILLIS = 20_000;
// How long leaving may take: the provider's farewell and the close frame, if the server still answers.
const FAREWELL_MILLIS = 2_000;
// Complaints and connection errors are evidence for a test, not a log: the first ones tell what went wrong.
const MESSAGES_KEPT = 100;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'client-id': { type: 'string' },
    param: { type: 'string', multiple: true, default: [] },
    protocol: { type: 'string', multiple: true, default: [] },
    header: { type: 'string', multiple: true, default: [] },
    'no-awareness': { type: 'boolean', default: false },
    offline: { type: 'boolean', default: false },
  },
});
if (positionals.length !== 2) {
  console.error(USAGE);
  process.exit(2);
}
const [url, room] = positionals;

const stats = {
  connects: 0,
  disconnects: 0,
  closeCodes: [], // of connections that had been open and that the other side, or the network, ended
  failedAttempts: 0, // to connect
  updatesReceived: 0, // that changed the document
  framesReceived: 0,
  finalClose: null, // the code after which the provider gave up
  connectionErrors: [], // an HTTP status instead of the upgrade stands here
  complaints: [], // of the provider and of y-protocols
};

// ------------------------------------------------------------------------------------------------ waiting for events

const waiting = new Map();

const answer = (reply) => process.stdout.write(JSON.stringify(reply) + '\n');

const waitUntil = (id, within, holds, describe) => {
  if (holds()) return answer({ id });
  const expired = () => {
    waiting.delete(id);
    answer({ id, error: `still not so after ${within} ms: ${describe()}` });
  };
  waiting.set(id, { holds, timer: setTimeout(expired, within) });
};

const somethingHappened = () => {
  for (const [id, { holds, timer }] of waiting) {
    if (!holds()) continue;
    clearTimeout(timer);
    waiting.delete(id);
    answer({ id });
  }
};

// ------------------------------------------------------------------------------------------- the client and its counts

// The provider and y-protocols only print what they cannot digest (denied permissions, broken updates, unknown frames)
// and go on, so a test would not notice.
const keep = (messages, message) => {
  if (messages.length < MESSAGES_KEPT) messages.push(message);
  process.stderr.write(message + '\n');
  somethingHappened();
};
const complain = (...words) => keep(stats.complaints, format(...words));
console.warn = complain;
console.error = complain;

const pairs = (texts) =>
  Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Error(`expected NAME=VALUE, found '${text}'`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
const headers = pairs(options.header);

// Node 20 has no WebSocket of its own; this one can also send headers, as a client behind a login does.
class Socket extends WebSocket {
  constructor(address, protocols) {
    super(address, protocols, { headers });
    this.on('message', () => stats.framesReceived++);
  }
}

const doc = new Y.Doc();
if (options['client-id'] !== undefined) {
  doc.clientID = Number(options['client-id']);
  if (!Number.isSafeInteger(doc.clientID) || doc.clientID < 0) throw new Error('--client-id is not a client number');
}
const text = doc.getText('text');

const provider = new WebsocketProvider(url, room, doc, {
  connect: false,
  disableBc: true,
  params: pairs(options.param),
  protocols: options.protocol,
  WebSocketPolyfill: Socket,
});
const { awareness } = provider;

doc.on('update', (_update, origin) => {
  if (origin === provider) stats.updatesReceived++;
  somethingHappened();
});
awareness.on('update', somethingHappened);
provider.on('sync', somethingHappened);
provider.on('status', ({ status }) => {
  if (status === 'connected') stats.connects++;
  if (status === 'disconnected') stats.disconnects++;
  somethingHappened();
});
provider.on('connection-close', (event) => {
  // No event: we closed it ourselves. The provider still says whether this socket had been open.
  if (event === null) return;
  if (provider.wsconnected) stats.closeCodes.push(event.code);
  else stats.failedAttempts++;
});
provider.on('connection-error', (event) => keep(stats.connectionErrors, event.message));
provider.on('closed', ({ code }) => {
  stats.finalClose = code;
  somethingHappened();
});

// ----------------------------------------------------------------------------------------------------------- commands

const peopleByNumber = () => Object.fromEntries(awareness.getStates());
const mentions = (messages, wanted) => messages.some((message) => message.includes(wanted));
// Y.Text takes what is too far behind for the end, and a test that miscounts would not notice.
const mustReach = (end) => {
  if (end > text.length) throw new Error(`the text ends at ${text.length}, before ${end}`);
};
const presenceOf = (client) => awareness.getStates().get(client) ?? null;

const commands = {
  insert: ({ id, at, text: added }) => {
    mustReach(at);
    text.insert(at, added);
    answer({ id });
  },
  append: ({ id, text: added }) => {
    text.insert(text.length, added);
    answer({ id });
  },
  delete: ({ id, at, length }) => {
    mustReach(at + length);
    text.delete(at, length);
    answer({ id });
  },
  text: ({ id }) => answer({ id, text: text.toString() }),
  state: ({ id }) => answer({ id, state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64') }),
  presence: ({ id, state }) => {
    awareness.setLocalState(state);
    answer({ id });
  },
  people: ({ id }) => answer({ id, people: peopleByNumber() }),
  stats: ({ id }) => answer({ id, stats: { ...stats, connected: provider.wsconnected, synced: provider.synced } }),
  connect: ({ id }) => {
    stats.finalClose = null;
    provider.connect();
    answer({ id });
  },
  disconnect: ({ id }) => {
    provider.disconnect();
    answer({ id });
  },
  // As if the cable were pulled: no close frame, no farewell, and the provider comes back by itself.
  cut: ({ id }) => {
    provider.ws?.terminate();
    answer({ id });
  },
  exit: ({ id }) => {
    answer({ id });
    leave();
  },

  'await-text': ({ id, within, text: wanted }) =>
    waitUntil(id, within, () => text.toString() === wanted, () => `the text is ${JSON.stringify(text)}`),
  'await-contains': ({ id, within, text: wanted }) =>
    waitUntil(id, within, () => text.toString().includes(wanted), () => `the text is ${JSON.stringify(text)}`),
  'await-synced': ({ id, within }) =>
    waitUntil(id, within, () => provider.synced, () => `not synced, ${JSON.stringify(stats)}`),
  'await-disconnected': ({ id, within }) =>
    waitUntil(id, within, () => !provider.wsconnected, () => 'the connection is open'),
  'await-connects': ({ id, within, count }) =>
    waitUntil(id, within, () => stats.connects >= count, () => `connections: ${JSON.stringify(stats)}`),
  // After one of the codes that tell a client not to come back.
  'await-final-close': ({ id, within, code }) =>
    waitUntil(id, within, () => stats.finalClose === code, () => `connections: ${JSON.stringify(stats)}`),
  'await-connection-error': ({ id, within, text: wanted }) =>
    waitUntil(id, within, () => mentions(stats.connectionErrors, wanted), () => JSON.stringify(stats)),
  'await-complaint': ({ id, within, text: wanted }) =>
    waitUntil(id, within, () => mentions(stats.complaints, wanted), () => JSON.stringify(stats)),
  // The state null: that client is gone, or was never there.
  'await-presence': ({ id, within, client, state }) =>
    waitUntil(
      id,
      within,
      () => isDeepStrictEqual(presenceOf(client), state),
      () => `client ${client} has ${JSON.stringify(presenceOf(client))} among ${JSON.stringify(peopleByNumber())}`,
    ),
  // Counts everybody who has a state, ourselves included.
  'await-people': ({ id, within, count }) =>
    waitUntil(
      id,
      within,
      () => awareness.getStates().size === count,
      () => `${awareness.getStates().size} are here: ${JSON.stringify(peopleByNumber())}`,
    ),
};

const execute = (line) => {
  let id = null;
  try {
    const command = JSON.parse(line);
    id = command.id ?? null;
    if (!Object.hasOwn(commands, command.do)) throw new Error(`there is no command '${command.do}'`);
    commands[command.do]({ within: PATIENCE_MILLIS, ...command });
  } catch (error) {
    answer({ id, error: String(error) });
  }
};

// ---------------------------------------------------------------------------------------------- the end of the process

let leaving = false;
const leave = () => {
  if (leaving) return;
  leaving = true;
  const socket = provider.ws;
  provider.destroy();
  if (socket === null || socket.readyState === WebSocket.CLOSED) process.exit(0);
  // The farewell has to get onto the wire before the process ends.
  socket.on('close', () => process.exit(0));
  setTimeout(() => process.exit(0), FAREWELL_MILLIS);
};

const die = (error) => {
  process.stderr.write(`the peer ends: ${error?.stack ?? error}\n`);
  for (const id of waiting.keys()) answer({ id, error: `the peer ends: ${error}` });
  process.exit(1);
};
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
// The test that started us is gone: nobody to answer.
process.stdout.on('error', () => process.exit(1));

process.stderr.write(`peer ${doc.clientID} of ${provider.url}, process ${process.pid}\n`);
createInterface({ input: process.stdin }).on('line', execute).on('close', leave);
if (options['no-awareness']) awareness.setLocalState(null);
if (!options.offline) provider.connect();
answer({ id: 0, client: doc.clientID });
