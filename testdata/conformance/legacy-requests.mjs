// Tools of the legacy era: each asks the client in the middle of its call, with a request of its own.
import * as z from 'zod';

const asks = (server, name, description, arguments_, question) =>
  server.registerTool(name, { description, inputSchema: z.object(arguments_) }, async (given, ctx) => {
    const answer = await ctx.mcpReq.send(question(given));
    return { content: [{ type: 'text', text: JSON.stringify(answer) }] };
  });

const form = (message, properties, required = []) => ({
  method: 'elicitation/create',
  params: { message, requestedSchema: { type: 'object', properties, required } },
});

const titled = (...values) => values.map((value) => ({ const: value, title: `The title of ${value}` }));

export function addLegacyRequests(server) {
  asks(server, 'test_sampling', 'Asks for a sample', { prompt: z.string() }, ({ prompt }) => ({
    method: 'sampling/createMessage',
    params: { messages: [{ role: 'user', content: { type: 'text', text: prompt } }], maxTokens: 100 },
  }));
  asks(server, 'test_elicitation', 'Asks for a form', { message: z.string() }, ({ message }) =>
    form(message, { response: { type: 'string' } }, ['response']),
  );
  asks(server, 'test_elicitation_sep1034_defaults', 'Asks for a form with defaults', {}, () =>
    form('What is right?', {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  );
  asks(server, 'test_elicitation_sep1330_enums', 'Asks for choices of every kind', {}, () =>
    form('Which are right?', {
      untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
      titledSingle: { type: 'string', oneOf: titled('value1', 'value2', 'value3') },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
      untitledMulti: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
      titledMulti: { type: 'array', minItems: 1, maxItems: 3, items: { anyOf: titled('value1', 'value2', 'value3') } },
    }),
  );
}
