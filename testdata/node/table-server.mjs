// A server that does as it is told, for tables of cases: `table-server.mjs FILE LOG` on standard input and output. FILE
// has the tools, as they are listed, and under answers by tool what is answered to a call with the argument n: a result, or
// an error. A tool without answers says that the call reached it, or so many letters as the argument answer says; with the
// argument until, once there is a file of that name; with the argument silent, nothing. Every call that arrives is written
// to LOG.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const [file, log] = process.argv.slice(2);
const { tools, answers } = JSON.parse(readFileSync(file, 'utf8'));

function reached({ answer }) {
  return { result: { content: [{ type: 'text', text: answer === undefined ? 'reached' : 'x'.repeat(answer) }] } };
}

function said(method, params) {
  switch (method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: '2025-11-25',
          capabilities: { tools: {} },
          serverInfo: { name: 'table', version: '1' },
        },
      };
    case 'tools/list':
      return { result: { tools } };
    case 'tools/call':
      appendFileSync(log, JSON.stringify([params.name, params.arguments]) + '\n');
      return answers[params.name]?.[params.arguments.n] ?? reached(params.arguments);
    default:
      return { result: {} };
  }
}

async function answer(id, method, params) {
  const told = said(method, params);
  const { until, silent } = (method === 'tools/call' && params.arguments) || {};
  while (until !== undefined && !existsSync(until)) {
    await setTimeout(20);
  }
  if (!silent) {
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...told }) + '\n');
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined && method !== undefined) {
    answer(id, method, params);
  }
}
process.exit(0);
