// The extension io.modelcontextprotocol/tasks, which the SDK leaves to others: what is answered here does not reach it.
// A task tool answers with a task to whoever declares the extension, and by itself to whoever does not.
import * as z from 'zod';

const EXTENSION = 'io.modelcontextprotocol/tasks';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const ENDED = ['completed', 'failed', 'cancelled'];

const text = (value) => ({ content: [{ type: 'text', text: value }] });
const wait = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));
const form = (message, name, type) => ({
  method: 'elicitation/create',
  params: { mode: 'form', message, requestedSchema: { type: 'object', properties: { [name]: { type } }, required: [name] } },
});

class Task {
  static #all = new Map();

  #answers = {};
  #answered;
  #state = {
    taskId: crypto.randomUUID(),
    status: 'working',
    createdAt: new Date().toISOString(),
    lastUpdatedAt: new Date().toISOString(),
    ttlMs: 600_000,
    pollIntervalMs: 100,
  };

  static find = (id) => Task.#all.get(id);

  static begin(job) {
    const task = new Task();
    Task.#all.set(task.#state.taskId, task);
    job(task).then(
      (result) => task.#become('completed', { result }),
      ({ message }) => task.#become('failed', { error: { code: -32603, message } }),
    );
    return task;
  }

  state = () => this.#state;

  /** What ended once stays as it ended. */
  #become(status, more = {}) {
    if (ENDED.includes(this.#state.status)) return;
    const { inputRequests, ...state } = this.#state;
    this.#state = { ...state, status, lastUpdatedAt: new Date().toISOString(), ...more };
  }

  /** Waits until every question is answered. */
  async ask(inputRequests) {
    this.#become('input_required', { inputRequests });
    await new Promise((resume) => (this.#answered = resume));
    this.#become('working');
    return this.#answers;
  }

  answer(responses) {
    const open = { ...this.#state.inputRequests };
    for (const [key, response] of Object.entries(responses)) {
      if (key in open) this.#answers[key] = response;
      delete open[key];
    }
    if (this.#state.status !== 'input_required') return;
    if (Object.keys(open).length > 0) this.#become('input_required', { inputRequests: open });
    else this.#answered();
  }

  cancel = () => this.#become('cancelled');
}

const jobs = {
  slow_compute: ({ seconds = 0 }) => async () => {
    await wait(seconds * 1000);
    return text('computed');
  },
  failing_job: () => async () => ({ ...text('this job fails, as it says'), isError: true }),
  protocol_error_job: () => async () => {
    throw new Error('this job breaks');
  },
  confirm_delete: () => async (task) => text(JSON.stringify(await task.ask({ confirm: form('Really?', 'confirm', 'boolean') }))),
  multi_input: () => async (task) =>
    text(JSON.stringify(await task.ask({ name: form('Who?', 'name', 'string'), confirm: form('Really?', 'confirm', 'boolean') }))),
};

export function addTaskTools(server) {
  server.registerTool('greet', { description: 'Greets, at once', inputSchema: z.object({ name: z.string() }) }, async ({ name }) =>
    text(`Hello, ${name}!`),
  );
  const slow = z.object({ seconds: z.number().optional(), label: z.string().optional() });
  server.registerTool('slow_compute', { description: 'Takes its time', inputSchema: slow }, (given) => jobs.slow_compute(given)());
  for (const name of ['failing_job', 'protocol_error_job', 'multi_input', 'test_tool_with_task']) {
    server.registerTool(name, { description: 'Is a task' }, async () => text('only as a task'));
  }
  const file = z.object({ filename: z.string() });
  server.registerTool('confirm_delete', { description: 'Is a task that asks', inputSchema: file }, async () => text('only as a task'));
}

export const taskExtension = { [EXTENSION]: {} };

const complete = (result = {}) => ({ result: { resultType: 'complete', ...result } });
const begun = (job) => ({ result: { resultType: 'task', ...Task.begin(job).state() } });
const refused = (code, message, data) => ({ error: { code, message, ...(data && { data }) } });
const undeclared = () => refused(-32021, 'Tasks need their extension', { requiredCapabilities: { extensions: taskExtension } });

function call({ name, arguments: given = {}, inputResponses }, declared) {
  if (name === 'test_tool_with_task') {
    if (!declared) return undeclared();
    const answer = inputResponses?.user_name;
    return answer
      ? begun(async () => text(`Hello ${answer.content.name}`))
      : { result: { resultType: 'input_required', inputRequests: { user_name: form('Who?', 'name', 'string') } } };
  }
  const job = jobs[name];
  if (!job) return undefined;
  if (declared) return begun(job(given));
  return name === 'slow_compute' ? undefined : undeclared();
}

const methods = {
  'tasks/get': (task) => complete(task.state()),
  'tasks/update': (task, { inputResponses }) => {
    task.answer(inputResponses);
    return complete();
  },
  'tasks/cancel': (task) => {
    task.cancel();
    return complete();
  },
};

/** What the extension answers to a request of the modern era; undefined where it is not the extension's to answer. */
export function answerTask({ method, params }, headers) {
  const declared = Boolean(params?._meta?.[CAPABILITIES]?.extensions?.[EXTENSION]);
  if (method === 'tools/call') {
    const told = headers['mcp-method'] === method && headers['mcp-name'] === params?.name;
    return told ? call(params, declared) : undefined;
  }
  if (!Object.hasOwn(methods, method)) return undefined;
  if (!declared) return undeclared();
  if (headers['mcp-method'] !== method || headers['mcp-name'] !== params.taskId) return refused(-32020, 'The header says something else');
  const task = Task.find(params.taskId);
  return task ? methods[method](task, params) : refused(-32602, 'There is no such task');
}
