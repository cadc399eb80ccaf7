// node table.mjs FILE…: lines of any engines and rounds as a table in Markdown. A number is the median over the rounds.

import { readFileSync } from 'node:fs';
import { groups, tasks } from './rows.mjs';

const PEERS = ['yjs', 'ywasm'];
const OURS = 'parley';
const UNITS = { ms: 'ms', cpuMs: 'CPU ms', coldMs: 'ms', heapMiBPerDoc: 'MiB' };

const lines = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));

const median = (numbers) => {
  const sorted = numbers.filter((number) => typeof number === 'number').sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const measured = (engine, task, field) =>
  median(
    lines.filter((line) => line.engine === engine && line.task === task && !line.wrong).map((line) => line[field]),
  );
const value = (engine, { task, over, field }) => {
  const all = measured(engine, task, field);
  if (all === null || over === undefined) return all;
  const part = measured(engine, over, field);
  return part && all / part;
};

const show = (number) => {
  if (number === null) return '–';
  return number >= 1000 ? Math.round(number).toLocaleString('en-US') : String(+number.toPrecision(3));
};
const ratio = (ours, theirs) => (ours === null || !theirs ? '–' : `×${(ours / theirs).toFixed(2)}`);

const print = (title, rows) => {
  const numbersOf = (row) => [...PEERS, OURS].map((engine) => value(engine, row));
  const shown = rows.map((row) => ({ row, numbers: numbersOf(row) })).filter(({ numbers }) => numbers.some((n) => n));
  if (shown.length === 0) return;
  const columns = [...PEERS, OURS, ...PEERS.map((peer) => `${OURS}/${peer}`)];
  console.log(`\n### ${title}\n\n| | ${columns.join(' | ')} |\n| --- |${' ---: |'.repeat(columns.length)}`);
  for (const { row, numbers } of shown) {
    const ratios = PEERS.map((_, i) => ratio(numbers[PEERS.length], numbers[i]));
    const unit = row.over ? '×' : UNITS[row.field];
    console.log(`| ${row.label}, ${unit} | ${[...numbers.map(show), ...ratios].join(' | ')} |`);
  }
};

console.log('## Warm');
for (const { title, rows } of groups) print(title, rows);
const others = [...new Set(lines.map(({ task }) => task))].filter((task) => !tasks.includes(task));
print(
  'Others',
  others.map((task) => ({ label: task, task, field: 'ms' })),
);

console.log('\n## Cold: the first run in a fresh process');
for (const { title, rows } of groups) {
  const timed = rows.filter(({ field, over }) => field !== 'heapMiBPerDoc' && over === undefined);
  print(
    title,
    timed.map((row) => ({ ...row, field: 'coldMs' })),
  );
}

const odd = lines.filter(({ wrong, error, na }) => wrong || error || na);
const remarks = odd.map(({ engine, task, wrong, error }) => {
  const remark = wrong ? 'a wrong result, not counted' : (error ?? 'not offered');
  return `- ${engine} ${task}: ${remark}`;
});
if (remarks.length > 0) console.log(`\n## Remarks\n\n${[...new Set(remarks)].join('\n')}`);
