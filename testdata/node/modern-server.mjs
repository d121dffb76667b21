// A server made with the official SDK: `modern-server.mjs stdio`, or `modern-server.mjs http`, which prints the port it
// listens on. It speaks both eras, or with a further `only` the modern one alone. Its tools: add, greet (asks for a
// name), count (reports progress), interview (asks twice and keeps its state with the client), sample, where (asks for
// roots), visit (asks for a visit of a page), persist (asks without end), touch (tells that a resource changed), log,
// research (answers as a task that asks for a name before it is done).
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { McpServer, ResourceTemplate, acceptedContent, completable, createMcpHandler, inputRequired } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';
import * as z from 'zod';

const tasks = new Map();

function described(task) {
  const now = new Date().toISOString();
  const common = { taskId: task.id, createdAt: now, lastUpdatedAt: now, ttlMs: 60000, pollIntervalMs: 100 };
  if (task.cancelled) return { ...common, status: 'cancelled' };
  if (task.name) {
    const text = `${task.topic} for ${task.name}`;
    return { ...common, status: 'completed', result: { content: [{ type: 'text', text }], isError: false } };
  }
  const requestedSchema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
  const who = { method: 'elicitation/create', params: { mode: 'form', message: 'For whom?', requestedSchema } };
  return { ...common, status: 'input_required', inputRequests: { who } };
}

function known(id) {
  const task = tasks.get(id);
  if (!task) throw Object.assign(new Error('Task not found'), { code: -32602 });
  return task;
}

// The extension io.modelcontextprotocol/tasks, which the SDK does not have.
function addTasks(server) {
  server.server.registerCapabilities({ extensions: { 'io.modelcontextprotocol/tasks': {} } });
  const params = z.looseObject({ taskId: z.string() });
  server.server.setRequestHandler('tasks/get', { params }, async ({ taskId }) => described(known(taskId)));
  server.server.setRequestHandler('tasks/update', { params }, async ({ taskId }, ctx) => {
    known(taskId).name = ctx.mcpReq.inputResponses?.who?.content?.name;
    return {};
  });
  server.server.setRequestHandler('tasks/cancel', { params }, async ({ taskId }) => {
    known(taskId).cancelled = true;
    return {};
  });
  const inputSchema = z.object({ topic: z.string() });
  server.registerTool('research', { description: 'Researches as a task', inputSchema }, async ({ topic }) => {
    const task = { id: randomUUID(), topic };
    tasks.set(task.id, task);
    const { inputRequests, ...handle } = described(task);
    return { resultType: 'task', ...handle, status: 'working' };
  });
}

function make() {
  const server = new McpServer(
    { name: 'modern', version: '1.0.0' },
    { capabilities: { logging: {}, resources: { subscribe: true, listChanged: true }, tools: { listChanged: true } } },
  );
  addTasks(server);
  server.registerTool(
    'add',
    {
      description: 'Adds two integers',
      inputSchema: z.object({ a: z.number().int(), b: z.number().int() }),
      outputSchema: z.object({ sum: z.number() }),
    },
    async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }], structuredContent: { sum: a + b } }),
  );
  server.registerTool('greet', { description: 'Greets who answers', inputSchema: z.object({}) }, async (_, ctx) => {
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'who', z.object({ name: z.string() }));
    if (!answer) {
      return inputRequired({
        inputRequests: {
          who: inputRequired.elicit({
            message: 'Who is there?',
            requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
          }),
        },
      });
    }
    return { content: [{ type: 'text', text: `Hello ${answer.name}` }] };
  });
  server.registerTool('count', { description: 'Counts to three', inputSchema: z.object({}) }, async (_, ctx) => {
    const token = ctx.mcpReq._meta?.progressToken;
    for (let i = 1; token !== undefined && i <= 3; i++) {
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress: i, total: 3 } });
    }
    return { content: [{ type: 'text', text: 'three' }] };
  });
  server.registerTool('interview', { inputSchema: z.object({ topic: z.string() }) }, async ({ topic }, ctx) => {
    const step = ctx.mcpReq.requestState() ?? '';
    const said = acceptedContent(ctx.mcpReq.inputResponses, 'next', z.object({ word: z.string() }));
    const heard = said ? `${step}${said.word};` : step;
    if (heard.split(';').length > 2) {
      return { content: [{ type: 'text', text: `${topic}: ${heard}` }] };
    }
    return inputRequired({
      inputRequests: {
        next: inputRequired.elicit({
          message: `A word after "${heard}"?`,
          requestedSchema: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
        }),
      },
      requestState: heard || '"\\u00e4\n',
    });
  });
  server.registerTool('sample', { inputSchema: z.object({}) }, async (_, ctx) => {
    const answer = ctx.mcpReq.inputResponses?.thought;
    return answer
      ? { content: [{ type: 'text', text: `The model says ${answer.content.text}` }] }
      : inputRequired({
          inputRequests: {
            thought: inputRequired.createMessage({
              messages: [{ role: 'user', content: { type: 'text', text: 'Think' } }],
              maxTokens: 10,
            }),
          },
        });
  });
  server.registerTool('where', { inputSchema: z.object({}) }, async (_, ctx) => {
    const answer = ctx.mcpReq.inputResponses?.roots;
    return answer
      ? { content: [{ type: 'text', text: answer.roots.map((root) => root.uri).join(' ') }] }
      : inputRequired({ inputRequests: { roots: inputRequired.listRoots() } });
  });
  server.registerTool('visit', { inputSchema: z.object({}) }, async (_, ctx) =>
    ctx.mcpReq.inputResponses?.page
      ? { content: [{ type: 'text', text: `visited: ${ctx.mcpReq.inputResponses.page.action}` }] }
      : inputRequired({
          inputRequests: { page: inputRequired.elicitUrl({ message: 'Sign in', url: 'https://example.com/sign-in' }) },
        }),
  );
  server.registerTool('persist', { inputSchema: z.object({}) }, async () =>
    inputRequired({ inputRequests: { again: inputRequired.listRoots() } }),
  );
  server.registerTool('touch', { inputSchema: z.object({ uri: z.string() }) }, async ({ uri }) => {
    await changed(server, uri);
    return { content: [{ type: 'text', text: 'touched' }] };
  });
  server.registerTool('log', { inputSchema: z.object({}) }, async (_, ctx) => {
    await ctx.mcpReq.log('debug', 'small matter');
    await ctx.mcpReq.log('error', 'great matter');
    return { content: [{ type: 'text', text: 'logged' }] };
  });
  server.registerResource('greeting', 'test://greeting', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'good day' }],
  }));
  server.registerResource('secret', 'test://secret', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'not for you' }],
  }));
  server.registerResource('file', new ResourceTemplate('test://file/{name}', { list: undefined }), {}, async (uri) => ({
    contents: [{ uri: uri.href, text: 'a file' }],
  }));
  const name = completable(z.string(), (begun) => ['Ada', 'Bo'].filter((each) => each.startsWith(begun)));
  server.registerPrompt('hello', { description: 'Says hello', argsSchema: z.object({ name }) }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Hello ${name}` } }],
  }));
  return server;
}

const only = process.argv[3] === 'only';
let changed = (server, uri) => server.server.sendResourceUpdated({ uri });

if (process.argv[2] === 'http') {
  const handler = createMcpHandler(make, only ? { legacy: 'reject' } : {});
  changed = async (_, uri) => handler.notify.resourceUpdated(uri);
  const respond = toNodeHandler(handler);
  const http = createServer((request, response) => void respond(request, response));
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  serveStdio(make, only ? { legacy: 'reject' } : {});
}
