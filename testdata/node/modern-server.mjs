// A server for both eras, made with the official SDK: `modern-server.mjs stdio`, or `modern-server.mjs http`, which
// prints the port it listens on. Its tools: add, greet (asks for a name), count (reports progress).
import { createServer } from 'node:http';
import { McpServer, acceptedContent, createMcpHandler, inputRequired } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';
import * as z from 'zod';

function make() {
  const server = new McpServer({ name: 'modern', version: '1.0.0' });
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
  server.registerResource('greeting', 'test://greeting', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'good day' }],
  }));
  server.registerResource('secret', 'test://secret', { mimeType: 'text/plain' }, async (uri) => ({
    contents: [{ uri: uri.href, text: 'not for you' }],
  }));
  server.registerPrompt('hello', { description: 'Says hello', argsSchema: z.object({ name: z.string() }) }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Hello ${name}` } }],
  }));
  return server;
}

if (process.argv[2] === 'http') {
  const handler = toNodeHandler(createMcpHandler(make));
  const http = createServer((request, response) => void handler(request, response));
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  serveStdio(make);
}
