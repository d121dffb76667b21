// A server that answers with the very texts of testdata/verbatim/exchanges.json and writes down every line it hears:
// `verbatim-server.mjs TABLE LOG` on standard input and output. Asks the client when it is called.
import { appendFileSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [table, log] = process.argv.slice(2);
const exchanges = JSON.parse(readFileSync(table, 'utf8'));
const say = (text) => process.stdout.write(text + '\n');

for await (const line of createInterface({ input: process.stdin })) {
  appendFileSync(log, line + '\n');
  const heard = JSON.parse(line);
  if (heard.method === undefined || heard.id === undefined) continue;
  const exchange = exchanges.find((each) => each.name === heard.method);
  const modern = heard.params?._meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined;
  if (heard.method === 'tools/call') {
    exchange.notices.forEach(say);
    if (!modern) exchanges.filter((each) => each.asked).forEach((each) => say(each.asked.replace('ID', '"asked"')));
  }
  say(exchange.answer.replace('ID', JSON.stringify(heard.id)));
}
process.exit(0);
