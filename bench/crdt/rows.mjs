// What the table shows, and so what is run. node rows.mjs: the tasks, one a line.

import { fileURLToPath } from 'node:url';

const numbered = (prefix, count) => Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`);
const cpu = (label, task) => ({ label, task, field: 'cpuMs' });
const wall = (label, task) => ({ label, task, field: 'ms' });
const heap = (label, task) => ({ label, task, field: 'heapMiBPerDoc' });
const state = (name) => [
  wall('load, format 1', `${name}:loadV1`),
  wall('load, format 2', `${name}:loadV2`),
  wall('encode, format 1', `${name}:encodeV1`),
  wall('encode, format 2', `${name}:encodeV2`),
];
const both = (name) => [cpu(`${name} local`, `${name}:local`), cpu(`${name} apply`, `${name}:apply`)];

export const groups = [
  {
    title: 'B4',
    rows: [cpu('updates one by one', 'b4:apply'), cpu('local', 'b4:local'), ...state('b4')],
  },
  {
    title: 'Chat',
    rows: [
      wall('a late joiner’s diff, 100 updates behind', 'chat:diff100'),
      wall('a late joiner’s diff, 1,000 updates behind', 'chat:diff1000'),
      ...state('chat'),
      cpu('updates one by one', 'chat:apply'),
    ],
  },
  {
    title: 'Merging without a document',
    rows: ['chat', 'b4'].flatMap((name) => [
      wall(`1,000 updates of ${name}`, `${name}:merge1k`),
      wall(`10,000 updates of ${name}`, `${name}:merge10k`),
      // How much longer ten times the updates take.
      { label: `growth from 1,000 to 10,000, ${name}`, task: `${name}:merge10k`, over: `${name}:merge1k`, field: 'ms' },
    ]),
  },
  {
    title: 'Live heap of a loaded document',
    rows: [heap('B4', 'b4:memory'), heap('chat', 'chat:memory')],
  },
  { title: 'B1: one client', rows: numbered('b1', 11).flatMap(both) },
  { title: 'B2: two clients', rows: numbered('b2', 4).map((name) => cpu(`${name} apply`, `${name}:apply`)) },
  { title: 'B3: 1,540 clients', rows: numbered('b3', 4).map((name) => cpu(`${name} apply`, `${name}:apply`)) },
  {
    title: 'Many clients',
    rows: [
      cpu('200 letters typed where 50,000 clients are known', 'clients50k:apply'),
      cpu('8,000 clients insert at the same place', 'storm8k:apply'),
    ],
  },
  {
    title: 'Also',
    rows: [
      wall('B4 recovery: a state and 1,000 updates', 'b4:tail'),
      wall('chat recovery: a state and 1,000 updates', 'chat:tail'),
      wall('B4 as JSON', 'b4:toJson'),
      wall('chat as JSON', 'chat:toJson'),
    ],
  },
];

export const tasks = [...new Set(groups.flatMap(({ rows }) => rows.map(({ task }) => task)))];

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(tasks.join('\n'));
