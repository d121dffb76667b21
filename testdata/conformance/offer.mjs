// What the fixture offers without asking anything back: tools that show each kind of content, resources and prompts.
import { ResourceTemplate, fromJsonSchema } from '@modelcontextprotocol/server';
import * as z from 'zod';

/** One red pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
/** A sound of no length. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const text = (value) => ({ type: 'text', text: value });
const image = { type: 'image', data: PNG, mimeType: 'image/png' };
const nothing = z.object({});

export function addContentTools(server) {
  const shows = (name, what, ...content) =>
    server.registerTool(name, { description: `Answers with ${what}` }, async () => ({ content }));
  shows('test_simple_text', 'a text', text('a simple text'));
  shows('test_image_content', 'an image', image);
  shows('test_audio_content', 'a sound', { type: 'audio', data: WAV, mimeType: 'audio/wav' });
  shows('test_embedded_resource', 'a resource', {
    type: 'resource',
    resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'an embedded resource' },
  });
  shows('test_multiple_content_types', 'a text, an image and a resource', text('three kinds'), image, {
    type: 'resource',
    resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"kind":"resource"}' },
  });
  shows('test_streaming_elicitation', 'a text, and asks nothing by itself', text('nothing was asked'));

  server.registerTool('test_error_handling', { description: 'Fails, always' }, async () => {
    throw new Error('This tool fails, as it says');
  });
  server.registerTool('test_tool_with_logging', { description: 'Logs three times', inputSchema: nothing }, async (_, ctx) => {
    for (const data of ['begun', 'half done', 'done']) {
      await ctx.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
    }
    return { content: [text('logged')] };
  });
  server.registerTool('test_logging_tool', { description: 'Logs if asked to', inputSchema: nothing }, async (_, ctx) => {
    await ctx.mcpReq.log('info', 'this was asked for');
    return { content: [text('logged, if that was wanted')] };
  });
  server.registerTool('test_tool_with_progress', { description: 'Tells how far it is', inputSchema: nothing }, async (_, ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    }
    return { content: [text('all the way')] };
  });
  server.registerTool('test_reconnection', { description: 'Cuts its stream before it answers', inputSchema: nothing }, async (_, ctx) => {
    ctx.http?.closeSSE?.();
    await new Promise((resume) => setTimeout(resume, 100));
    return { content: [text('answered on another stream')] };
  });
  server.registerTool(
    'test_x_mcp_header',
    {
      description: 'Has an argument that is sent in a header too',
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: { region: { type: 'string', 'x-mcp-header': 'Region' }, level: { type: 'integer' } },
      }),
    },
    async ({ region }) => ({ content: [text(`in ${region ?? 'no region'}`)] }),
  );
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Has a schema with the words of 2020-12', inputSchema: fromJsonSchema(contact) },
    async (args) => ({ content: [text(JSON.stringify(args))] }),
  );
}

const contact = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

export function addResources(server) {
  const holds = (name, mimeType, content) =>
    server.registerResource(name, `test://${name}`, { title: name, description: `The resource ${name}`, mimeType }, async (uri) => ({
      contents: [{ uri: uri.href, mimeType, ...content }],
    }));
  holds('static-text', 'text/plain', { text: 'a text that stays' });
  holds('static-binary', 'image/png', { blob: PNG });
  holds('watched-resource', 'text/plain', { text: 'a text to be watched' });
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { title: 'template', description: 'The data of an id', mimeType: 'application/json' },
    async (uri, { id }) => ({ contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify({ id }) }] }),
  );
  server.server.setRequestHandler('resources/subscribe', async () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', async () => ({}));
}

export function addPrompts(server) {
  const user = (content) => ({ role: 'user', content });
  server.registerPrompt('test_simple_prompt', { description: 'Takes no arguments' }, async () => ({
    messages: [user(text('a simple prompt'))],
  }));
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'Repeats its arguments', argsSchema: z.object({ arg1: z.string(), arg2: z.string() }) },
    async ({ arg1, arg2 }) => ({ messages: [user(text(`${arg1} and ${arg2}`))] }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Embeds a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri: uri }) => ({
      messages: [user({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'embedded' } }), user(text('read this'))],
    }),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'Shows an image' }, async () => ({
    messages: [user(image), user(text('look at this'))],
  }));
  server.server.setRequestHandler('completion/complete', async ({ params }) => ({
    completion: { values: [`${params.argument.value}-completed`], total: 1, hasMore: false },
  }));
}
