// A client that is careless on purpose, as mcp-remote once was (CVE-2025-6514): it opens the page to log in at by a shell,
// whatever the server says that page is. `careless-client.mjs URL TOKEN` prints what came of it. Never use it otherwise.
import { execSync } from 'node:child_process';

const [url, token] = process.argv.slice(2);
const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'careless', version: '1.0.0' } };
const response = await fetch(url, {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
});
const metadata = /resource_metadata="([^"]*)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
if (metadata) {
  const { authorization_endpoint: page } = await (await fetch(metadata)).json();
  console.log(execSync(`echo opening ${page}`).toString());
} else {
  console.log(response.status, await response.text());
}
