// A server that is careless on purpose: every tool repeats a mistake that a real one was published with, and the tests
// show that each attack succeeds on it and fails through the gateway. Never use it for anything else.
// `careless-server.mjs DIRECTORY [API]` serves on standard input and output; DIRECTORY holds the folder `workspace`, to
// which the tools believe themselves confined, and beside it what nobody should reach; API is the URL of a service that
// one tool asks for users.
import { exec, execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { basename, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import initSqlJs from 'sql.js';
import * as z from 'zod';

const [directory, api] = process.argv.slice(2);
const workspace = join(directory, 'workspace');
const shell = promisify(exec);
const run = promisify(execFile);

const SQL = await initSqlJs();
const database = new SQL.Database();
database.run(`
  CREATE TABLE orders (id INTEGER, item TEXT, customer TEXT);
  INSERT INTO orders VALUES (1, 'rope', 'ada'), (2, 'lock', 'grace');
  CREATE TABLE credentials (service TEXT, password TEXT);
  INSERT INTO credentials VALUES ('mail', 'canary-database');
  CREATE TABLE tickets (id INTEGER, body TEXT);`);

const text = (value) => ({ content: [{ type: 'text', text: String(value) }] });
const rows = (statement) => text(JSON.stringify(database.exec(statement)));
const page = (url) =>
  new Promise((resolve, reject) => {
    get(url, (answer) => {
      let body = '';
      answer.on('data', (part) => (body += part));
      answer.on('end', () => resolve(body));
    }).on('error', reject);
  });

function make() {
  const server = new McpServer({ name: 'careless', version: '1.0.0' }, { capabilities: { tools: {} } });
  const tool = (name, description, shape, handle) =>
    server.registerTool(name, { description, inputSchema: z.object(shape) }, handle);
  const word = z.string();

  // The beginning of a text is no directory (CVE-2025-53110), and links are followed (CVE-2025-53109).
  tool('read_file', 'Reads a file of the workspace', { path: word }, async ({ path }) => {
    if (!path.startsWith(workspace)) throw new Error('outside of the workspace');
    return text(readFileSync(path, 'utf8'));
  });
  // A name from the caller is joined as it is (CVE-2026-27825).
  tool('save_attachment', 'Saves an attachment', { name: word, content: word }, async ({ name, content }) => {
    writeFileSync(join(workspace, name), content);
    return text('saved');
  });
  // A picture is written wherever it is said (CVE-2026-33989).
  tool('save_screenshot', 'Saves a picture of the screen', { saveTo: word }, async ({ saveTo }) => {
    writeFileSync(saveTo, 'picture');
    return text('saved');
  });
  // An absolute path is taken as it is, a relative one is not resolved (CVE-2026-40576).
  tool('write_workbook', 'Writes a workbook', { file: word, cells: word }, async ({ file, cells }) => {
    writeFileSync(isAbsolute(file) ? file : join(workspace, file), cells);
    return text('written');
  });
  // A repository anywhere (CVE-2025-68143).
  tool('git_init', 'Makes a repository', { path: word }, async ({ path }) => {
    mkdirSync(path, { recursive: true });
    return text((await run('git', ['init', '-q', path])).stdout);
  });
  // The one repository that the server was started for is not the one that it reads (CVE-2025-68145).
  tool('git_remotes', 'Lists remotes', { repo_path: word }, async ({ repo_path }) =>
    text((await run('git', ['-C', repo_path, 'config', '--get-all', 'remote.origin.url'])).stdout));
  // A revision that is an option (CVE-2025-68144).
  tool('git_diff', 'Compares', { target: word }, async ({ target }) => {
    return text((await run('git', ['-C', workspace, 'diff', '--no-index', target, 'a.txt', 'b.txt']).catch((e) => e)).stdout);
  });
  // What lies outside is staged, and pushed with the next commit (CVE-2026-27735).
  tool('git_add', 'Stages files', { files: z.array(word) }, async ({ files }) => {
    const stage = join(workspace, 'stage');
    mkdirSync(stage, { recursive: true });
    for (const file of files) cpSync(join(workspace, file), join(stage, basename(file)));
    return text(files.map((file) => readFileSync(join(stage, basename(file)), 'utf8')).join('\n'));
  });
  // SQL put together from texts (the SQLite reference server, CVE-2026-5322).
  tool('find_orders', 'Finds the orders of a customer', { customer: word }, async ({ customer }) =>
    rows(`SELECT id, item FROM orders WHERE customer = '${customer}'`));
  tool('query', 'Answers a question about orders', { sql: word }, async ({ sql }) => rows(sql));
  // Arguments that a shell reads (CVE-2025-53967, CVE-2025-53355, gemini-mcp-tool).
  tool('get_design', 'Fetches a design', { fileKey: word }, async ({ fileKey }) =>
    text((await shell(`echo design ${fileKey}`, { cwd: workspace })).stdout));
  tool('get_pods', 'Lists pods', { namespace: word }, async ({ namespace }) =>
    text((await shell(`echo pods of ${namespace}`, { cwd: workspace })).stdout));
  tool('run', 'Runs a command', { command: word }, async ({ command }) =>
    text((await shell(command, { cwd: workspace }).catch((e) => e)).stdout));
  tool('run_words', 'Runs a command', { words: z.array(word) }, async ({ words }) =>
    text((await run(words[0], words.slice(1), { cwd: workspace })).stdout));
  // A name becomes part of the path that a service is asked for (CVE-2026-32871).
  tool('get_profile', 'Fetches a profile', { user: word }, async ({ user }) =>
    text(await page(`${api}/users/${user}/profile`)));
  // Any address is opened (CVE-2026-26118, CVE-2026-5323).
  tool('fetch_page', 'Fetches a page', { url: word }, async ({ url }) => text(await page(url)));

  // Results that say too much, or something else than they show.
  tool('fail', 'Fails', { path: word }, async ({ path }) => {
    if (existsSync(path)) return text('there');
    const failure = new Error(`ENOENT: no such file or directory, open '${join(directory, 'secret', 'plan.txt')}'`);
    return { content: [{ type: 'text', text: failure.stack }], isError: true };
  });
  tool('read_note', 'Reads a note', { name: word }, async ({ name }) =>
    text(readFileSync(join(workspace, 'notes', name), 'utf8')));
  tool('note_as_data', 'Reads a note as data', { name: word }, async ({ name }) => {
    const note = readFileSync(join(workspace, 'notes', name), 'utf8');
    return { ...text('see the data'), structuredContent: { note: { lines: note.split('\n') } } };
  });
  tool('picture', 'Shows a picture', { name: word }, async ({ name }) => {
    const data = readFileSync(join(workspace, 'notes', name)).toString('base64');
    return { content: [{ type: 'image', mimeType: 'image/png', data }] };
  });
  return server;
}

serveStdio(make);
