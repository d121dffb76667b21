// A real MCP client, driven by lines of JSON on standard input, one answer a line on standard output.
// Operations: connect, tools, call, cancel, resources, read, prompts, prompt, complete, ping, listen, unlisten,
// subscribe, unsubscribe, level, notices, logs, asked, close, and request for any other method; any may fail with
// {"ok": false, "code", "message", "data"}. Questions of a server are answered as "connect" was told to.
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const clients = new Map();

function transport(o) {
  if (o.command) {
    return new StdioClientTransport({ command: o.command, args: o.args ?? [], env: { ...process.env, ...o.env }, stderr: 'inherit' });
  }
  const headers = { ...(o.token ? { Authorization: `Bearer ${o.token}` } : {}), ...o.headers };
  const Transport = o.transport === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport;
  return new Transport(new URL(o.url), { requestInit: { headers } });
}

const mode = (wanted) => (wanted === 'auto' || wanted === 'legacy' ? wanted : { pin: wanted });

const operations = {
  async connect(o) {
    const client = new Client(
      { name: o.as ?? 'testdata-client', version: '1.0.0' },
      { capabilities: o.capabilities ?? {}, versionNegotiation: { mode: mode(o.mode ?? 'legacy') } },
    );
    const notices = [];
    const logs = [];
    const asked = [];
    if (o.capabilities?.elicitation) {
      client.setRequestHandler('elicitation/create', async (request) => {
        asked.push(request.params);
        return o.elicitation ?? { action: 'decline' };
      });
    }
    if (o.capabilities?.roots) {
      client.setRequestHandler('roots/list', async () => ({ roots: o.roots ?? [] }));
    }
    if (o.capabilities?.sampling) {
      client.setRequestHandler('sampling/createMessage', async () => o.sampling);
    }
    client.setNotificationHandler('notifications/message', async (notice) => void logs.push(notice.params));
    client.setNotificationHandler('notifications/resources/updated', async (notice) => void notices.push(notice.params.uri));
    client.fallbackNotificationHandler = async (notice) => void notices.push(notice.method);
    await client.connect(transport(o));
    clients.set(o.client ?? 'main', { client, notices, logs, asked });
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
  // Calls a tool and gives the call up once its progress was heard of.
  async cancel({ client }, o) {
    const given = new AbortController();
    try {
      await client.callTool(
        { name: o.name, arguments: o.arguments ?? {} },
        { signal: given.signal, onprogress: () => given.abort('enough') },
      );
    } catch {
      return { cancelled: given.signal.aborted };
    }
    return { cancelled: false };
  },
  resources: ({ client }) => client.listResources(),
  templates: ({ client }) => client.listResourceTemplates(),
  read: ({ client }, o) => client.readResource({ uri: o.uri }),
  prompts: ({ client }) => client.listPrompts(),
  prompt: ({ client }, o) => client.getPrompt({ name: o.name, arguments: o.arguments }),
  complete: ({ client }, o) => client.complete({ ref: o.ref, argument: o.argument }),
  ping: ({ client }) => client.ping(),
  request: ({ client }, o) => client.request({ method: o.method, params: o.params ?? {} }, z.looseObject({})),
  async listen(found, o) {
    found.subscription = await found.client.listen(o.filter);
    return { honoured: found.subscription.honoredFilter };
  },
  unlisten: async ({ subscription }) => void (await subscription.close()),
  subscribe: ({ client }, o) => client.subscribeResource({ uri: o.uri }),
  unsubscribe: ({ client }, o) => client.unsubscribeResource({ uri: o.uri }),
  level: ({ client }, o) => client.setLoggingLevel(o.level),
  notices: async ({ notices }) => ({ notices }),
  logs: async ({ logs }) => ({ logs }),
  asked: async ({ asked }) => ({ asked }),
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
