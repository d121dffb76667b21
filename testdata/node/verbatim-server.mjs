// A server that answers with the very texts of testdata/verbatim/exchanges.json and writes down every message it hears:
// `verbatim-server.mjs TABLE LOG` on standard input and output, `verbatim-server.mjs TABLE LOG http` over HTTP, where it
// prints its port and speaks HTTP+SSE at /sse. Asks the client when it is called.
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const [table, log, http] = process.argv.slice(2);
const exchanges = JSON.parse(readFileSync(table, 'utf8'));

// What is to be said to a message, the answer last; nothing where it asks nothing.
function said(text) {
  appendFileSync(log, text + '\n');
  const heard = JSON.parse(text);
  if (heard.method === undefined || heard.id === undefined) return [];
  const exchange = exchanges.find((each) => each.name === heard.method);
  const modern = heard.params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;
  const asked = heard.method === 'tools/call' && !modern ? exchanges.flatMap((each) => each.asked ?? []) : [];
  return [
    ...(exchange.notices ?? []),
    ...asked.map((each) => each.replace('ID', '"asked"')),
    exchange.answer.replace('ID', JSON.stringify(heard.id)),
  ];
}

if (http) {
  let stream;
  const events = (texts) => texts.map((text) => `data: ${text}\n\n`).join('');
  const server = createServer(async (request, response) => {
    if (request.method === 'GET' && request.url === '/sse') {
      stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      return stream.write('event: endpoint\ndata: /messages\n\n');
    }
    if (request.method !== 'POST') return response.writeHead(405).end();
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const texts = said(Buffer.concat(chunks).toString('utf8'));
    if (request.url === '/messages') stream.write(events(texts));
    if (texts.length === 0 || request.url === '/messages') return response.writeHead(202).end();
    if (texts.length === 1) return response.writeHead(200, { 'Content-Type': 'application/json' }).end(texts[0]);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(events(texts));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    for (const text of said(line)) process.stdout.write(text + '\n');
  }
  process.exit(0);
}
