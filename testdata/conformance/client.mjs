// The client under test of the official conformance suite, made with the official SDK: `node client.mjs URL`, the
// scenario and its version in the environment, as the suite has it.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { authorized } from './authorization.mjs';

const url = new URL(process.argv.at(-1));
const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const modern = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION >= '2026-07-28';

const client = (capabilities = {}, mode = modern ? 'auto' : 'legacy') =>
  new Client({ name: 'conformance-fixture', version: '1.0.0' }, { capabilities, versionNegotiation: { mode } });

/** Connects, does the work, and ends its session, if it has one. */
async function connected(one, work, transport = new StreamableHTTPClientTransport(url)) {
  await one.connect(transport);
  await work(one);
  await transport.terminateSession();
  await one.close();
}

/** Some servers of the suite know no `server/discover`; the client is told what it would have answered. */
async function fetchDiscovered(input, init) {
  const message = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
  if (message.method !== 'server/discover') return fetch(input, init);
  return Response.json({
    jsonrpc: '2.0',
    id: message.id,
    result: {
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {}, resources: {}, prompts: {} },
      serverInfo: { name: 'suite', version: '1.0.0' },
      ttlMs: 0,
      cacheScope: 'private',
    },
  });
}

const discovered = (one, work) => connected(one, work, new StreamableHTTPClientTransport(url, { fetch: fetchDiscovered }));

const callFirst = (prefix, arguments_ = {}) => async (one) => {
  const { tools } = await one.listTools();
  const tool = tools.find(({ name }) => name.startsWith(prefix));
  await one.callTool({ name: tool.name, arguments: arguments_ });
};

const scenarios = {
  initialize: () => connected(client(), (one) => one.listTools()),
  tools_call: () => connected(client(), callFirst('add_numbers', { a: 5, b: 3 })),
  'sse-retry': () => connected(client(), callFirst('test_reconnection')),
  'request-metadata': () => connected(client({ roots: {}, sampling: {}, elicitation: {} }), async () => {}),
  'json-schema-ref-no-deref': () => connected(client({}, 'legacy'), (one) => one.listTools()),

  'elicitation-sep1034-client-defaults': () => {
    const one = client({ elicitation: { form: { applyDefaults: true } } });
    one.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: {} }));
    return connected(one, callFirst('test_client_elicitation_defaults'));
  },

  'json-schema-2020-12-preservation': () =>
    connected(client(), async (one) => {
      const { tools } = await one.listTools();
      const { inputSchema } = tools.find(({ name }) => name === 'json_schema_2020_12_tool');
      await one.callTool({ name: 'json_schema_echo', arguments: { schema: inputSchema } });
    }),

  'http-standard-headers': () =>
    discovered(client(), async (one) => {
      for (const { name } of (await one.listTools()).tools) await one.callTool({ name, arguments: {} });
      for (const { uri } of (await one.listResources()).resources) await one.readResource({ uri });
      for (const { name } of (await one.listPrompts()).prompts) await one.getPrompt({ name, arguments: {} });
    }),

  'http-custom-headers': () =>
    discovered(client(), async (one) => {
      await one.listTools();
      for (const { name, arguments: given } of context.toolCalls) await one.callTool({ name, arguments: given });
    }),

  'http-invalid-tool-headers': () =>
    discovered(client(), async (one) => {
      for (const { name } of (await one.listTools()).tools) await one.callTool({ name, arguments: { region: 'us-west1' } });
    }),

  'sep-2322-client-request-state': () => {
    const one = client({ elicitation: {} });
    one.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { confirmed: true } }));
    return discovered(one, async () => {
      for (const name of ['echo_state', 'no_state', 'unrelated']) await one.callTool({ name: `test_mrtr_${name}`, arguments: {} });
      // Its answer lacks a member that it must have; to refuse it is right, to ask again would not be.
      await one.callTool({ name: 'test_mrtr_no_result_type', arguments: {} }).catch((fault) => console.error(fault.message));
    });
  },
};

const work = scenario.startsWith('auth/')
  ? () => authorized(url, context, () => client({}, 'auto'))
  : scenarios[scenario];
if (!work) throw new Error(`There is no scenario ${scenario}`);
await work();
process.exit(0);
