// A real MCP client, driven by lines of JSON on standard input, one answer a line on standard output.
// Operations: connect, tools, call, resources, read, prompts, prompt, complete, ping, close, and request for any other
// method; any may fail with
// {"ok": false, "code", "message", "data"}. Questions of a server are answered as "connect" was told to.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const clients = new Map();

function transport(o) {
  if (o.command) {
    return new StdioClientTransport({ command: o.command, args: o.args ?? [], env: { ...process.env, ...o.env }, stderr: 'inherit' });
  }
  const headers = { ...(o.token ? { Authorization: `Bearer ${o.token}` } : {}), ...o.headers };
  return new StreamableHTTPClientTransport(new URL(o.url), { requestInit: { headers } });
}

const mode = (wanted) => (wanted === 'auto' || wanted === 'legacy' ? wanted : { pin: wanted });

const operations = {
  async connect(o) {
    const client = new Client(
      { name: o.as ?? 'testdata-client', version: '1.0.0' },
      { capabilities: o.capabilities ?? {}, versionNegotiation: { mode: mode(o.mode ?? 'legacy') } },
    );
    const notices = [];
    if (o.capabilities?.elicitation) {
      client.setRequestHandler('elicitation/create', async () => o.elicitation ?? { action: 'decline' });
    }
    if (o.capabilities?.roots) {
      client.setRequestHandler('roots/list', async () => ({ roots: o.roots ?? [] }));
    }
    if (o.capabilities?.sampling) {
      client.setRequestHandler('sampling/createMessage', async () => o.sampling);
    }
    client.fallbackNotificationHandler = async (notice) => void notices.push(notice.method);
    await client.connect(transport(o));
    clients.set(o.client ?? 'main', { client, notices });
    return {
      server: client.getServerVersion(),
      capabilities: client.getServerCapabilities(),
      version: client.getNegotiatedProtocolVersion?.(),
    };
  },
  tools: ({ client }) => client.listTools(),
  async call({ client }, o) {
    let progress = 0;
    const options = o.progress ? { onprogress: () => void progress++ } : {};
    const result = await client.callTool({ name: o.name, arguments: o.arguments ?? {}, _meta: o.meta }, options);
    return o.progress ? { ...result, progress } : result;
  },
  resources: ({ client }) => client.listResources(),
  templates: ({ client }) => client.listResourceTemplates(),
  read: ({ client }, o) => client.readResource({ uri: o.uri }),
  prompts: ({ client }) => client.listPrompts(),
  prompt: ({ client }, o) => client.getPrompt({ name: o.name, arguments: o.arguments }),
  complete: ({ client }, o) => client.complete({ ref: o.ref, argument: o.argument }),
  ping: ({ client }) => client.ping(),
  request: ({ client }, o) => client.request({ method: o.method, params: o.params ?? {} }, z.looseObject({})),
  notices: async ({ notices }) => ({ notices }),
  async close({ client }, o) {
    clients.delete(o.client ?? 'main');
    await client.close();
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const o = JSON.parse(line);
  let answer;
  try {
    const found = clients.get(o.client ?? 'main');
    if (!found && o.op !== 'connect') throw new Error(`no client ${o.client ?? 'main'} is connected`);
    const result = o.op === 'connect' ? await operations.connect(o) : await operations[o.op](found, o);
    answer = { ok: true, result: result ?? {} };
  } catch (e) {
    answer = { ok: false, code: e.code ?? null, message: String(e.message), data: e.data ?? null };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
for (const { client } of clients.values()) await client.close().catch(() => {});
process.exit(0);
