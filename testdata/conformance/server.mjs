// The server that the official conformance suite meets, directly and through Lockkeeper: both eras at one URL, made with
// the official SDK. `node server.mjs` prints the port it listens on and ends with its standard input.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport, localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, classifyInboundRequest, createMcpHandler, createRequestStateCodec, isInitializeRequest } from '@modelcontextprotocol/server';
import { addContentTools, addPrompts, addResources } from './offer.mjs';
import { addLegacyRequests } from './legacy-requests.mjs';
import { addInputRequests } from './input-requests.mjs';
import { addTaskTools, answerTask, taskExtension } from './tasks.mjs';

const states = createRequestStateCodec({ key: crypto.getRandomValues(new Uint8Array(32)) });

function make() {
  const server = new McpServer(
    { name: 'conformance-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { subscribe: true, listChanged: true },
        prompts: { listChanged: true },
        completions: {},
        logging: {},
        extensions: taskExtension,
      },
      requestState: { verify: states.verify },
    },
  );
  addContentTools(server);
  addLegacyRequests(server);
  addInputRequests(server, states);
  addChangeTriggers(server);
  addTaskTools(server);
  addResources(server);
  addPrompts(server);
  return server;
}

/** In the modern era each request has a server of its own, so a change of the lists is only announced, to who listens. */
function addChangeTriggers(server) {
  const announced = { content: [{ type: 'text', text: 'announced' }] };
  server.registerTool('test_trigger_tool_change', { description: 'Announces that the tools changed' }, async () => {
    modern.notify.toolsChanged();
    return announced;
  });
  server.registerTool('test_trigger_prompt_change', { description: 'Announces that the prompts changed' }, async () => {
    modern.notify.promptsChanged();
    return announced;
  });
}

const modern = createMcpHandler(make);
const modernRequest = toNodeHandler(modern);

/** What a session has sent, so that a stream which was cut can be resumed. */
class SentEvents {
  #sent = [];

  async storeEvent(stream, message) {
    const id = `${stream}_${this.#sent.length}`;
    this.#sent.push({ id, stream, message });
    return id;
  }

  async getStreamIdForEventId(id) {
    return this.#sent.find((event) => event.id === id)?.stream;
  }

  async replayEventsAfter(id, { send }) {
    const last = this.#sent.findIndex((event) => event.id === id);
    const { stream } = this.#sent[last];
    for (const event of this.#sent.slice(last + 1)) {
      // A priming event carries nothing; there is nothing to say again.
      if (event.stream === stream && Object.keys(event.message).length > 0) await send(event.id, event.message);
    }
    return stream;
  }
}

const sessions = new Map();

async function open() {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore: new SentEvents(),
    retryInterval: 1000,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  });
  await make().connect(transport);
  return transport;
}

const refused = (response, status, message) =>
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message } }));

async function legacyRequest(request, response, body) {
  const id = request.headers['mcp-session-id'];
  if (id === undefined && !isInitializeRequest(body)) return refused(response, 400, 'A session is needed');
  const transport = id === undefined ? await open() : sessions.get(id);
  if (!transport) return refused(response, 404, 'There is no such session');
  await transport.handleRequest(request, response, body);
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function answer(request, response) {
  if (new URL(request.url, 'http://localhost').pathname !== '/mcp') return refused(response, 404, 'Nothing is here');
  if (request.method !== 'POST') return legacyRequest(request, response);
  let body;
  try {
    body = JSON.parse(await read(request));
  } catch {
    return response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32700, message: 'This is no JSON' } }));
  }
  const { kind } = classifyInboundRequest({
    httpMethod: request.method,
    protocolVersionHeader: request.headers['mcp-protocol-version'],
    mcpMethodHeader: request.headers['mcp-method'],
    body,
  });
  if (kind === 'legacy') return legacyRequest(request, response, body);
  const task = answerTask(body, request.headers);
  if (!task) return modernRequest(request, response, body);
  response
    .writeHead(task.error ? 400 : 200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id: body.id, ...task }));
}

const validHost = localhostHostValidation();
const validOrigin = localhostOriginValidation();
const http = createServer((request, response) => {
  if (!validHost(request, response) || !validOrigin(request, response)) return;
  answer(request, response).catch((fault) => {
    console.error(fault);
    if (!response.headersSent) refused(response, 500, 'This server is broken');
  });
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
