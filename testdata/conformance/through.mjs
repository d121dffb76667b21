// Puts the gateway between the client under test and the server of the suite:
// `node through.mjs CONFIGURATION ENTRANCE URL` adds the server to the configuration of a gateway that runs, waits until
// the gateway knows it, and becomes the client, at ENTRANCE instead of URL.
import { appendFileSync } from 'node:fs';

const [configuration, entrance, url] = process.argv.slice(2);
const name = `suite-${new URL(url).port}`;
// One write, since other scenarios add their servers at the same time.
appendFileSync(
  configuration,
  `  ${name}:
    url: ${url}
    client-requests: [roots, elicitation, sampling]
    open: [json_schema_echo]
    allow: [{ tools: ['*'], resources: ['**'], prompts: ['*'] }]
`,
);
const route = `${entrance}${name}/mcp`;
// Without a session this is refused, but not with 404 any more when there is such a route.
for (let status = 404; status === 404; ) {
  await new Promise((again) => setTimeout(again, 50));
  ({ status } = await fetch(route, { headers: { accept: 'text/event-stream' } }));
}
process.argv[process.argv.length - 1] = route;
await import('./client.mjs');
