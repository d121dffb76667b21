// Tools and a prompt of the modern era: each answers with what it needs to know, until a retry brings it.
import { CLIENT_CAPABILITIES_META_KEY, acceptedContent, inputRequired } from '@modelcontextprotocol/server';
import * as z from 'zod';

const text = (value) => ({ content: [{ type: 'text', text: value }] });

const form = (message, name, type = 'string') =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties: { [name]: { type } }, required: [name] } });
const sample = (prompt) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens: 100 });
const named = () => form('What is your name?', 'name');
const confirmed = () => form('Is that right?', 'ok', 'boolean');

export function addInputRequests(server, states) {
  const tool = (name, description, run) =>
    server.registerTool(name, { description, inputSchema: z.object({}) }, async (_, ctx) => run(ctx.mcpReq, ctx.mcpReq.inputResponses ?? {}));
  const state = (value) => states.mint({ ...value, nonce: crypto.randomUUID() });

  tool('test_input_required_result_elicitation', 'Asks for a name', (_, answers) => {
    const name = acceptedContent(answers, 'user_name', z.object({ name: z.string() }))?.name;
    return name === undefined ? inputRequired({ inputRequests: { user_name: named() } }) : text(`Hello ${name}`);
  });

  tool('test_input_required_result_sampling', 'Asks for a sample', (_, { capital_question: answer }) =>
    answer ? text(JSON.stringify(answer)) : inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?') } }),
  );

  tool('test_missing_capability', 'Needs a client that makes samples', (_, { sample: answer }) =>
    answer ? text(JSON.stringify(answer)) : inputRequired({ inputRequests: { sample: sample('Say yes') } }),
  );

  tool('test_input_required_result_list_roots', 'Asks for the roots', (_, { client_roots: answer }) =>
    answer ? text(JSON.stringify(answer)) : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } }),
  );

  tool('test_input_required_result_request_state', 'Asks, and keeps its state with the client', async (request, answers) =>
    acceptedContent(answers, 'confirm') && request.requestState()
      ? text('state-ok')
      : inputRequired({ inputRequests: { confirm: confirmed() }, requestState: await state({}) }),
  );

  tool('test_input_required_result_tampered_state', 'Refuses a state that it did not make', async (request, answers) =>
    acceptedContent(answers, 'confirm') && request.requestState()
      ? text('the state is mine')
      : inputRequired({ inputRequests: { confirm: confirmed() }, requestState: await state({}) }),
  );

  tool('test_input_required_result_multiple_inputs', 'Asks for three things at once', async (_, answers) =>
    answers.user_name && answers.greeting && answers.client_roots
      ? text(JSON.stringify(answers))
      : inputRequired({
          inputRequests: { user_name: named(), greeting: sample('Greet somebody'), client_roots: inputRequired.listRoots() },
          requestState: await state({}),
        }),
  );

  tool('test_input_required_result_multi_round', 'Asks twice, one after the other', async (request, answers) => {
    const known = request.requestState() ?? { round: 0 };
    switch (known.round) {
      case 0:
        return inputRequired({ inputRequests: { step1: named() }, requestState: await state({ round: 1 }) });
      case 1: {
        const name = acceptedContent(answers, 'step1')?.name;
        return inputRequired({
          inputRequests: { step2: form('Which colour do you like?', 'color') },
          requestState: await state({ round: 2, name }),
        });
      }
      default:
        return text(`${known.name} likes ${acceptedContent(answers, 'step2')?.color}`);
    }
  });

  tool('test_input_required_result_capabilities', 'Asks only what the client can answer', (request, answers) => {
    if (Object.keys(answers).length > 0) return text(JSON.stringify(answers));
    const can = request.envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {};
    const inputRequests = {
      ...(can.elicitation && { user_name: named() }),
      ...(can.sampling && { greeting: sample('Greet somebody') }),
      ...(can.roots && { client_roots: inputRequired.listRoots() }),
    };
    return Object.keys(inputRequests).length > 0 ? inputRequired({ inputRequests }) : text('There is nothing to ask');
  });

  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks for its context' }, async (ctx) => {
    const context = acceptedContent(ctx.mcpReq.inputResponses, 'user_context')?.context;
    return context === undefined
      ? inputRequired({ inputRequests: { user_context: form('In which context?', 'context') } })
      : { messages: [{ role: 'user', content: { type: 'text', text: `In the context of ${context}` } }] };
  });
}
