// A server that does as it is told, for tables of cases: `table-server.mjs FILE LOG` on standard input and output. FILE
// has the tools, as they are listed, and under answers by tool what is answered to a call with the argument n: a result, or
// an error. A tool without answers says that the call reached it. Every call that arrives is written to LOG.
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [file, log] = process.argv.slice(2);
const { tools, answers } = JSON.parse(readFileSync(file, 'utf8'));
const reached = { result: { content: [{ type: 'text', text: 'reached' }] } };

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
      return answers[params.name]?.[params.arguments.n] ?? reached;
    default:
      return { result: {} };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id !== undefined && method !== undefined) {
    process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...said(method, params) }) + '\n');
  }
}
process.exit(0);
